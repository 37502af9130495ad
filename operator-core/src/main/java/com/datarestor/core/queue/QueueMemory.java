package com.datarestor.core.queue;

import com.datarestor.core.queue.QueueState.ConfigSettings;
import com.datarestor.core.queue.QueueState.Gate;
import com.datarestor.core.queue.QueueState.GateKey;
import com.datarestor.core.queue.QueueState.Place;
import java.util.List;
import java.util.Map;

/**
 * What a {@link QueueState} remembers, without what can be put together again from it.
 *
 * @param waiting in the order of arrival
 * @param running in the order of admission
 * @param served Config UIDs, the one served longest ago first
 */
public record QueueMemory(
    List<Place> waiting,
    List<Place> running,
    Map<GateKey, Gate> gates,
    Map<String, ConfigSettings> settings,
    List<String> served) {}
