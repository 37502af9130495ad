package com.datarestor.e2e.scenario;

import java.util.SortedMap;

/** The files of one volume, as somebody sees them who mounts it. */
public interface VolumeFiles {

  /** Writes a file below the volume; directories on the way are made. */
  void write(String path, byte[] content);

  void delete(String path);

  /** Runs a shell script in the volume's root, as the user root. */
  void shell(String script);

  /**
   * Every entry by path: kind, permissions, owner, time of the last change, and the digest of its
   * content or the file that it is a further hard link of.
   */
  SortedMap<String, String> contents();
}
