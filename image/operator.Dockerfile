# The operator's image, of a root that `make image` lays out. Also read by image/pack, where there is no Docker.
FROM scratch
COPY operator/ /
ENV MALLOC_ARENA_MAX=1
USER 65532:65532
ENTRYPOINT ["/opt/datarestor/bin/datarestor-operator"]
