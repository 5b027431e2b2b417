/**
 * How long a test waits for what has to happen before it fails. Generous: how fast a machine is says nothing about whether Parley is
 * right, and nobody waits longer than it takes.
 */
export const patienceMs = 60_000;
