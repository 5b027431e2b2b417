import fc from 'fast-check';
import type { OperatorStatus } from '../../domain/operator';
import { plugInCode } from './plug-in';

/**
 * What people do, and what time does. Operators and queues are named by their place in the cast; `pick` chooses among the
 * chats that the command can be about when its turn comes, so that a sequence that is cut short still makes sense.
 */
export type Command =
  | { kind: 'client_writes'; queue: number }
  | { kind: 'accepts' | 'declines' | 'closes'; operator: number; pick: number }
  /** In the last moment, or a moment after it. */
  | { kind: 'accepts_at_the_deadline'; operator: number; pick: number; tooLate: boolean }
  /** As one does who looks at an old list: any chat, whoever has it. */
  | { kind: 'tries_to'; what: 'accept' | 'decline' | 'close'; operator: number; pick: number }
  | { kind: 'administrator_closes'; pick: number }
  /** To another operator, or to a queue. */
  | { kind: 'gives'; operator: number; pick: number; to: Target }
  | { kind: 'administrator_gives'; pick: number; to: Target }
  /** A bot takes a conversation in hand, or gives it up. */
  | { kind: 'thread'; pick: number; control: 'elsewhere' | 'ours' }
  | { kind: 'sets_status'; operator: number; status: OperatorStatus; by: 'self' | 'administrator' }
  | { kind: 'limit'; limit: number }
  | { kind: 'accept_timeout'; minutes: number }
  | { kind: 'members'; queue: number; operators: number[] }
  | { kind: 'rule'; queue: number; rule: string }
  | { kind: 'channel'; queue: number; active: boolean }
  /** Time passes until an offer is past its deadline. */
  | { kind: 'offer_lapses' }
  /** Parley stands still until an offer's deadline is long past. */
  | { kind: 'parley_was_down' };

/** By their places in the cast. */
export type Target = { operator: number } | { queue: number };

export type CommandKind = Command['kind'];

/** What happens at the same moment, and how it fares. */
export interface Step {
  commands: Command[];
  /** Who commits a change dies before he does what follows from it; or everything is done twice; or workflows forget the steps that did commands. */
  mishap: 'none' | 'writer_dies' | 'everything_twice' | 'step_lost';
}

export const operatorNames = ['Ann', 'Bob', 'Cem', 'Dora'];
export const queueNames = ['Sales', 'Service'];

const operator = fc.nat(operatorNames.length - 1);
const operators = fc.uniqueArray(operator);
const someOperators = fc.uniqueArray(operator, { minLength: 2 });
const queue = fc.nat(queueNames.length - 1);
const pick = fc.nat(5);
const rule = fc.constantFrom('ToMostFree', 'ToEveryone', plugInCode);
const limit = fc.integer({ min: 1, max: 3 });
/** A second or so, or longer than anything takes here. */
const acceptMinutes = fc.constantFrom(5, 1, 0.02);

const target: fc.Arbitrary<Target> = fc.oneof(fc.record({ operator }), fc.record({ queue }));

type Drawn<K extends CommandKind> = { arbitrary: fc.Arbitrary<Command & { kind: K }>; weight: number };

function ofHis<K extends 'accepts' | 'declines' | 'closes'>(kind: K) {
  return fc.record({ kind: fc.constant(kind), operator, pick });
}

/** Each kind of command, and how often it comes. What makes work is drawn most, so that there is something to go wrong. */
const drawn: { [K in CommandKind]: Drawn<K> } = {
  client_writes: { weight: 10, arbitrary: fc.record({ kind: fc.constant('client_writes'), queue }) },
  accepts: { weight: 8, arbitrary: ofHis('accepts') },
  declines: { weight: 3, arbitrary: ofHis('declines') },
  closes: { weight: 4, arbitrary: ofHis('closes') },
  accepts_at_the_deadline: {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('accepts_at_the_deadline'), operator, pick, tooLate: fc.boolean() }),
  },
  tries_to: {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('tries_to'),
      what: fc.constantFrom('accept', 'decline', 'close'),
      operator,
      pick,
    }),
  },
  administrator_closes: { weight: 1, arbitrary: fc.record({ kind: fc.constant('administrator_closes'), pick }) },
  gives: { weight: 3, arbitrary: fc.record({ kind: fc.constant('gives'), operator, pick, to: target }) },
  administrator_gives: {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('administrator_gives'), pick, to: target }),
  },
  thread: {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('thread'), pick, control: fc.constantFrom('elsewhere', 'ours') }),
  },
  sets_status: {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('sets_status'),
      operator,
      status: fc.constantFrom('active', 'active', 'inactive'),
      by: fc.constantFrom('self', 'administrator'),
    }),
  },
  limit: { weight: 3, arbitrary: fc.record({ kind: fc.constant('limit'), limit }) },
  accept_timeout: {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('accept_timeout'), minutes: acceptMinutes }),
  },
  members: {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('members'), queue, operators }),
  },
  rule: {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rule'), queue, rule }),
  },
  channel: { weight: 1, arbitrary: fc.record({ kind: fc.constant('channel'), queue, active: fc.boolean() }) },
  offer_lapses: { weight: 3, arbitrary: fc.record({ kind: fc.constant('offer_lapses') }) },
  parley_was_down: { weight: 1, arbitrary: fc.record({ kind: fc.constant('parley_was_down') }) },
};

/** Random commands, save those that the world at hand knows no way of. */
export function anyCommand(without: CommandKind[] = []): fc.Arbitrary<Command> {
  const arbitraries = kindsBut(without).map((kind) => drawn[kind] as fc.WeightedArbitrary<Command>);
  return fc.oneof(...arbitraries).map(readable(sayCommand));
}

/** Up to `atOnce` random commands at the same moment, often of one kind, so that they meet; of changes of the limit, one at most. */
export function anyStep(atOnce: number, without: CommandKind[] = []): fc.Arbitrary<Step> {
  const ofOneKind = kindsBut(['limit', ...without]).map((kind) => ({
    weight: drawn[kind].weight,
    arbitrary: fc.array(drawn[kind].arbitrary.map(readable(sayCommand)), { minLength: 2, maxLength: atOnce }),
  }));
  return fc
    .record({
      commands: fc.oneof(
        { weight: 2, arbitrary: fc.array(anyCommand(without), { minLength: 1, maxLength: atOnce }) },
        { weight: 1, arbitrary: fc.oneof(...ofOneKind) },
      ),
      mishap: fc.constantFrom('none', 'none', 'writer_dies', 'everything_twice', 'step_lost'),
    })
    .filter(({ commands }) => commands.filter(({ kind }) => kind === 'limit').length <= 1)
    .map(readable(sayStep));
}

function kindsBut(without: CommandKind[]): CommandKind[] {
  return (Object.keys(drawn) as CommandKind[]).filter((kind) => !without.includes(kind));
}

/** Who is where at the beginning, so that a short sequence has somebody to go wrong with. */
export interface Scene {
  limit: number;
  acceptMinutes: number;
  queues: Array<{ rule: string; operators: number[] }>;
  active: number[];
}

export const anyScene: fc.Arbitrary<Scene> = fc
  .record({
    limit,
    acceptMinutes,
    queues: fc.tuple(
      fc.record({ rule: fc.constantFrom('ToMostFree', plugInCode), operators: someOperators }),
      fc.record({ rule, operators: someOperators }),
    ),
    active: someOperators,
  })
  .map(readable(sayScene));

function sayScene({ limit, acceptMinutes, queues, active }: Scene): string {
  const said = queues.map(({ rule, operators }, index) => `${queueNames[index]} ${rule} of ${people(operators)}`);
  return `${said.join(', ')}; active ${people(active)}; limit ${limit}; offers stand for ${acceptMinutes} minutes`;
}

function sayStep({ commands, mishap }: Step): string {
  return `${commands.map(sayCommand).join(' while ')}${mishap === 'none' ? '' : `, ${mishap.replace('_', ' ')}`}`;
}

export function sayCommand(command: Command): string {
  switch (command.kind) {
    case 'client_writes':
      return `a client writes to ${queueNames[command.queue]}`;
    case 'accepts_at_the_deadline':
      return `${who(command)} accepts his #${command.pick} ${command.tooLate ? 'just too late' : 'in the last moment'}`;
    case 'accepts':
    case 'declines':
    case 'closes':
      return `${who(command)} ${command.kind} his #${command.pick}`;
    case 'tries_to':
      return `${who(command)} tries to ${command.what} any #${command.pick}`;
    case 'administrator_closes':
      return `the administrator closes #${command.pick}`;
    case 'gives':
      return `${who(command)} gives his #${command.pick} to ${toWhom(command.to)}`;
    case 'administrator_gives':
      return `the administrator gives #${command.pick} to ${toWhom(command.to)}`;
    case 'thread':
      return command.control === 'ours' ? `a bot gives #${command.pick} up` : `a bot takes #${command.pick}`;
    case 'sets_status':
      return `${who(command)} becomes ${command.status} by ${command.by}`;
    case 'limit':
      return `the limit becomes ${command.limit}`;
    case 'accept_timeout':
      return `an offer stands for ${command.minutes} minutes from now on`;
    case 'members':
      return `${queueNames[command.queue]} has the operators ${people(command.operators)}`;
    case 'rule':
      return `${queueNames[command.queue]} gets the rule ${command.rule}`;
    case 'channel':
      return `the channel of ${queueNames[command.queue]} is switched ${command.active ? 'on' : 'off'}`;
    case 'offer_lapses':
      return 'the next deadline passes';
    case 'parley_was_down':
      return 'Parley is down past the next deadline';
  }
}

const who = ({ operator: index }: { operator: number }) => operatorNames[index];
const toWhom = (to: Target) => ('operator' in to ? operatorNames[to.operator] : queueNames[to.queue]);
const people = (indexes: number[]) => indexes.map((index) => operatorNames[index]).join('+') || 'nobody';

/** Shown in words when a property fails. */
function readable<T extends object>(say: (one: T) => string): (one: T) => T {
  return (one) => Object.defineProperty(one, fc.toStringMethod, { value: () => say(one), enumerable: false });
}
