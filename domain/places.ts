import type { Operator, OperatorStatus, OperatorStatusReason, Place } from './operator';

/** Whether he may be given one more chat: he is active and below the limit (domain 3.5, 3.6). */
export function hasRoom(operator: Pick<Operator, 'status' | 'load'>, limit: number): boolean {
  return operator.status === 'active' && operator.load < limit;
}

/** A chat is offered to him, or he takes one that is shown to him; null when he has no room, or has the chat already. */
export function takePlace(operator: Operator, { place, limit }: { place: Place; limit: number }): Operator | null {
  if (!hasRoom(operator, limit) || operator.places.some(({ chatId }) => chatId === place.chatId)) return null;
  const taken = withPlaces(operator, [...operator.places, place]);
  return place.state === 'active' ? { ...taken, lastTookAt: place.since } : taken;
}

/** An accepted offer becomes a chat in work; null when the offer is no longer his. */
export function takeOffer(operator: Operator, offerId: string, now: Date): Operator | null {
  if (!holdsOffer(operator, offerId)) return null;
  const places = operator.places.map((place) =>
    place.offerId === offerId ? { ...place, state: 'active' as const, since: now } : place,
  );
  return { ...withPlaces(operator, places), lastTookAt: now };
}

/** A chat is given to him in work, in the place of an offer of it that he may have. */
export function handPlace(operator: Operator, place: Place): Operator {
  const others = operator.places.filter(({ chatId }) => chatId !== place.chatId);
  return { ...withPlaces(operator, [...others, place]), lastTookAt: place.since };
}

/** His offer is made anew under another id: what was meant for the former one has no effect on it. */
export function renewOffer(operator: Operator, offerId: string, renewedId: string): Operator {
  const places = operator.places.map((place) => (place.offerId === offerId ? { ...place, offerId: renewedId } : place));
  return withPlaces(operator, places);
}

/** Gives back whatever place a chat has with him. */
export function leavePlace(operator: Operator, chatId: string): Operator {
  return withPlaces(
    operator,
    operator.places.filter((place) => place.chatId !== chatId),
  );
}

/** His status is set. Turning inactive drops his offers; chats in work stay (domain 3.4, 3.7). */
export function withStatus(
  operator: Operator,
  { status, reason, now }: { status: OperatorStatus; reason: OperatorStatusReason; now: Date },
): { operator: Operator; dropped: Place[] } {
  const dropped = status === 'inactive' ? offersOf(operator) : [];
  const statusRevision = operator.statusRevision + 1;
  return {
    operator: { ...withoutOffers(operator, dropped), status, reason, changedAt: now, statusRevision },
    dropped,
  };
}

/** Takes offers from him. */
export function withoutOffers(operator: Operator, dropped: Place[]): Operator {
  return withPlaces(
    operator,
    operator.places.filter((place) => !dropped.some(({ offerId }) => offerId === place.offerId)),
  );
}

export function offersOf(operator: Operator): Place[] {
  return operator.places.filter(({ state }) => state === 'offered');
}

export function holdsOffer(operator: Operator, offerId: string): boolean {
  return offersOf(operator).some((place) => place.offerId === offerId);
}

function withPlaces(operator: Operator, places: Place[]): Operator {
  return { ...operator, places, load: places.length };
}
