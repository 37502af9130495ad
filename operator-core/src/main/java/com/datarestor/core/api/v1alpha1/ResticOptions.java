package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How restic runs. A field that was not written is absent, so that a repository can leave it to its
 * Config; {@link #over} joins both.
 *
 * @param compression null also when a newer version wrote one that this one does not know
 * @param packSize MiB
 * @param limitUpload KiB per second
 * @param limitDownload KiB per second
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResticOptions(
    @JsonPropertyDescription(
            "Image in which restic runs: restic 0.18 or later, and a POSIX shell. When neither the repository nor the Config names one, it is the one that the operator was installed with (DATARESTOR_RESTIC_IMAGE), by default restic/restic:0.18.0.")
        @Size(min = 1, max = 512)
        @Nullable String image,
    @JsonPropertyDescription(
            "How hard new data is compressed; auto when not given. YAML reads a bare off as false: write \"off\" with quotes.")
        @Nullable Compression compression,
    @JsonPropertyDescription("Target size of a pack file in MiB; restic chooses when not given.")
        @Min(4)
        @Max(128)
        @Nullable Integer packSize,
    @JsonPropertyDescription("Limit of uploads in KiB per second; none when not given.")
        @Min(1)
        @Max(1_000_000)
        @Nullable Integer limitUpload,
    @JsonPropertyDescription("Limit of downloads in KiB per second; none when not given.")
        @Min(1)
        @Max(1_000_000)
        @Nullable Integer limitDownload,
    @JsonPropertyDescription(
            "Patterns of files that a backup leaves out, as restic backup --exclude reads them. The volume is at /data.")
        @Size(max = 128)
        List<@Size(min = 1, max = ApiGroup.ARGUMENT_LENGTH) String> exclude,
    @JsonPropertyDescription(
            "Leave out directories that a CACHEDIR.TAG file marks as a cache; false when not given.")
        @Nullable Boolean excludeCaches,
    @JsonPropertyDescription(
            "Stay on the volume's own file system and do not follow mounts below it; false when not given.")
        @Nullable Boolean oneFileSystem,
    @JsonPropertyDescription("Further arguments for restic backup, restore or forget.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NothingWritten.class)
        @Nullable ExtraArguments extraArgs) {

  /** The image when nobody names another: the official one, of a version that is tested. */
  public static final String DEFAULT_IMAGE = "restic/restic:0.18.0";

  public static final ResticOptions NONE =
      new ResticOptions(null, null, null, null, null, List.of(), null, null, null);

  public ResticOptions {
    exclude = Absent.list(exclude);
  }

  /** These options, and those of {@code base} where these say nothing. */
  public ResticOptions over(ResticOptions base) {
    return new ResticOptions(
        image != null ? image : base.image,
        compression != null ? compression : base.compression,
        packSize != null ? packSize : base.packSize,
        limitUpload != null ? limitUpload : base.limitUpload,
        limitDownload != null ? limitDownload : base.limitDownload,
        exclude.isEmpty() ? base.exclude : exclude,
        excludeCaches != null ? excludeCaches : base.excludeCaches,
        oneFileSystem != null ? oneFileSystem : base.oneFileSystem,
        extraArguments().over(base.extraArguments()));
  }

  public String imageOr(String otherwise) {
    return image == null ? otherwise : image;
  }

  public Compression compressionOrDefault() {
    return compression == null ? Compression.AUTO : compression;
  }

  public Optional<Integer> packSizeMebibytes() {
    return Optional.ofNullable(packSize);
  }

  public Optional<Integer> uploadKibibytesPerSecond() {
    return Optional.ofNullable(limitUpload);
  }

  public Optional<Integer> downloadKibibytesPerSecond() {
    return Optional.ofNullable(limitDownload);
  }

  public boolean leavesOutCaches() {
    return Boolean.TRUE.equals(excludeCaches);
  }

  public boolean staysOnOneFileSystem() {
    return Boolean.TRUE.equals(oneFileSystem);
  }

  public ExtraArguments extraArguments() {
    return extraArgs == null ? ExtraArguments.NONE : extraArgs;
  }
}
