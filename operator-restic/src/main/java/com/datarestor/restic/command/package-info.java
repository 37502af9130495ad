/**
 * What restic is told and what it answers, without Kubernetes: nothing here does anything.
 *
 * <ul>
 *   <li>{@link com.datarestor.restic.command.ResticCommandLine}: a command as words; every one is
 *       checked when it is made. {@link com.datarestor.restic.command.UserArguments} says why words
 *       of a Config or of an annotation are not passed on.
 *   <li>{@link com.datarestor.restic.command.JobScript}: the words wrapped for a container. A Job's
 *       {@code args} are expanded by the kubelet, so a {@code $(} in them must be written {@code
 *       $$(}: {@code JobScript} does it.
 *   <li>{@link com.datarestor.restic.command.ResticOutput}: a Job's log read back. {@link
 *       com.datarestor.restic.command.ResticVerdict} turns log and exit status into what was
 *       achieved or a {@link com.datarestor.events.Failure}; success needs exit 0 and a snapshot
 *       id.
 *   <li>{@link com.datarestor.restic.command.SnapshotChoice}: which snapshot a user's words mean.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.restic.command;
