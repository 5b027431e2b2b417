/** The fields that differ from what they were: what somebody else has changed meanwhile is left alone. */
export function changedFields<V extends object>(before: V, after: V): Partial<V> {
  const names = Object.keys(after) as Array<keyof V>;
  const differing = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(differing.map((name) => [name, after[name]])) as Partial<V>;
}
