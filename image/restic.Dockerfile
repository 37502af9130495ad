# The image of Jobs, of a root that `make image` lays out. Jobs say their command and user themselves.
FROM scratch
COPY restic/ /
ENTRYPOINT ["/usr/bin/restic"]
