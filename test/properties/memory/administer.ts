import type { Chore } from '../../../domain/chore';
import type { Tx } from '../../../storage/database';
import type { Command } from '../commands';
import type { Rows } from './rows';
import { cast } from './scene-rows';

/** What an administrator changes, and what has to follow from it: as the routes of the HTTP interface do it. */
export function administer(rows: Rows, tx: Tx, command: Command): Chore[] {
  const { settings } = rows.tables(tx);
  switch (command.kind) {
    case 'limit': {
      const before = Number(settings.get('SimultaneousChats'));
      rows.put(tx, 'settings', 'SimultaneousChats', command.limit);
      return limitChores(before, command.limit);
    }
    case 'accept_timeout':
      rows.put(tx, 'settings', 'OmniChatOperatorAcceptChatTimeout', command.minutes);
      return [];
    case 'members': {
      const queue = queueAt(rows, tx, command.queue);
      const operators = command.operators.map((index) => ({ userId: cast.operatorIds[index] ?? '' }));
      rows.put(tx, 'queues', queue.id, { ...queue, operators });
      return [{ kind: 'sync_queue_members', queueId: queue.id }];
    }
    case 'rule': {
      const queue = queueAt(rows, tx, command.queue);
      rows.put(tx, 'queues', queue.id, { ...queue, routingRule: command.rule });
      return command.rule === queue.routingRule ? [] : [{ kind: 'reroute_queue', queueId: queue.id }];
    }
    case 'channel': {
      const channel = rows.tables(tx).channels.get(cast.queues[command.queue]?.channelId ?? '');
      if (channel === undefined || channel.active === command.active) return [];
      rows.put(tx, 'channels', channel.id, { ...channel, active: command.active });
      return [{ kind: 'reroute_channel', channelId: channel.id }];
    }
    default:
      return [];
  }
}

function limitChores(before: number, after: number): Chore[] {
  if (after === before) return [];
  return [{ kind: after > before ? 'fill_everyone' : 'recheck_claims' }];
}

function queueAt(rows: Rows, tx: Tx, index: number) {
  const queue = rows.tables(tx).queues.get(cast.queues[index]?.id ?? '');
  if (queue === undefined) throw new Error(`there is no queue ${index}`);
  return queue;
}
