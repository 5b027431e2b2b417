import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import type { RoutingRule } from '../../routing/contract';
import { toEveryone } from '../../routing/to-everyone';
import { toMostFree } from '../../routing/to-most-free';
import {
  describeRoutingRule,
  freeOperator,
  reading,
  routableUser,
  routingRequest,
} from '../contracts/routing-rule-contract';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'routing-rules.md'), 'utf8');

/** What stands in the page as a file, run as it stands there. */
function exportsOf(file: string, known: Record<string, object> = {}): Record<string, unknown> {
  const [, code] = new RegExp(`\`${file}\`\\n\\n\`\`\`ts\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (code === undefined) throw new Error(`docs/routing-rules.md has no file ${file}`);
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  const { outputText } = transpileModule(code, { compilerOptions });
  const exported = {};
  new Function('exports', 'require', outputText)(exported, (name: string) => known[name] ?? {});
  return exported;
}

const { toChief } = exportsOf('routing/to-chief.ts') as { toChief: RoutingRule };
const { toSpeakers } = exportsOf('routing/to-speakers.ts') as { toSpeakers: RoutingRule };
const chief = routableUser('chief-id');

describeRoutingRule('ToChief of the documentation', toChief, { directory: { users: { chief } } });
describeRoutingRule('ToSpeakers of the documentation', toSpeakers, { chats: [{ language: 'en' }, { language: 'de' }] });

test('the documented rule of one fixed user names him, free or not, and nobody where he has no account', async () => {
  const asked = (users: Record<string, typeof chief>) =>
    toChief.getOperatorIds(routingRequest(reading([freeOperator(1)]).of, {}, { users }));
  expect(await asked({ chief })).toEqual(['chief-id']);
  expect(await asked({ chief: { ...chief, status: 'inactive', isFree: false } })).toEqual(['chief-id']);
  expect(await asked({})).toEqual([]);
});

test('the documented line registers it beside those that come with Parley', () => {
  const files = { './to-chief': { toChief }, './to-everyone': { toEveryone }, './to-most-free': { toMostFree } };
  const { routingRules } = exportsOf('routing/registry.ts', files) as { routingRules: RoutingRule[] };
  expect(routingRules).toEqual([toEveryone, toMostFree, toChief]);
});
