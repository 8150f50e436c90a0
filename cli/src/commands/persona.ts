import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import type { Persona } from '@fleet/domain/persona/persona-events';
import { fileTextOf, sentenceOf } from '@fleet/domain/persona/persona-files';
import { page } from '@fleet/domain/read-models/api';
import {
  Adoption,
  PersonaCommandResult,
  PersonaDetail,
  PersonaPreview,
  PersonaSummary,
} from '@fleet/domain/read-models/personas';
import { type Command, InvalidArgumentError } from 'commander';
import { createGatewayClient, type GatewayClient } from '../gateway-client.ts';
import { personasDirOf, readPersonaFiles } from '../persona-files.ts';
import { CliError, type Surroundings } from '../surroundings.ts';
import { plural, table } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

type Options = CommonOptions & { readonly reason?: string };
const askEveryMs = 500;
const previewAgentsMost = 100;
const personas = page(PersonaSummary);

/** `fleet persona list|show|check|import|export|retire|adopt|preview`: the archetypes that agents are made from. */
export const personaCommand = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  const persona = program.command('persona').description('the archetypes that agents are made from, and their files');
  const clientOf = (command: Command): { client: GatewayClient; say: (result: object, text: string) => void } => {
    const options = command.optsWithGlobals<Options>();
    const say = (result: object, text: string) => around.stdout(options.json ? JSON.stringify(result) : text);
    return { client: createGatewayClient(findTarget(options, around)), say };
  };
  const reasonOf = (command: Command): string => command.optsWithGlobals<Options>().reason ?? '';

  persona
    .command('list')
    .description('all personas, how many agents each has and how active they are made')
    .action(async (_options, command: Command) => {
      const { client, say } = clientOf(command);
      const { data } = await client.get('/personas', personas);
      say({ data }, data.length === 0 ? 'There are no personas yet.' : describeAll(data));
    });

  persona
    .command('show')
    .description('one persona as it is published, as the text of its file; --json tells its versions too')
    .argument('<id>')
    .action(async (id: string, _options, command: Command) => {
      const { client, say } = clientOf(command);
      const detail = await client.get(`/personas/${encodeURIComponent(id)}`, PersonaDetail);
      say(detail, `${fileTextOf(detail.persona).trimEnd()}\n${describeVersions(detail)}`);
    });

  persona
    .command('check')
    .description('looks at persona files (default: all of the folder) without importing them')
    .argument('[file...]')
    .action(async (files: string[], _options, command: Command) => {
      const { personas: good, problems } = await readPersonaFiles(around, files);
      const ids = good.map(({ id }) => id);
      const fine = ids.length > 0 ? [`Well formed: ${ids.join(', ')}.`] : [];
      const { json } = command.optsWithGlobals<Options>();
      around.stdout(json ? JSON.stringify({ ids, problems }) : [...problems.map(sentenceOf), ...fine].join('\n'));
      finish(problems.length > 0 ? 1 : 0);
    });

  persona
    .command('import')
    .description('publishes persona files (default: all of the folder); what stands already is left as it is')
    .argument('[file...]')
    .option('--reason <text>', 'why, for the record')
    .action(async (files: string[], _options, command: Command) => {
      const { client, say } = clientOf(command);
      const { personas: good, problems } = await readPersonaFiles(around, files);
      // All or none: half an edit published would be hard to tell from a whole one.
      if (problems.length > 0) throw new CliError([...problems.map(sentenceOf), 'Nothing was imported.'].join('\n'));
      const results: PersonaCommandResult[] = [];
      for (const one of good)
        results.push(await client.post('/personas', { persona: one, reason: reasonOf(command) }, PersonaCommandResult));
      say(
        { imported: results.map(({ id, version, changed }) => ({ id, version, changed })) },
        table(
          results.map(({ id, version, changed, agentsBehind }) => [
            id,
            changed ? `version ${version}` : 'unchanged',
            behindText(id, agentsBehind),
          ]),
        ),
      );
    });

  persona
    .command('export')
    .description('writes personas (default: all) as files, to edit and import')
    .argument('[id...]')
    .option('--dir <folder>', 'where to (default: the folder of persona files)')
    .option('--built-in', 'those that this version brings with it, without asking a fleet')
    .action(async (ids: string[], _options, command: Command) => {
      const { dir, builtIn, json } = command.optsWithGlobals<Options & { dir?: string; builtIn?: true }>();
      const chosen = builtIn ? builtInOf(ids) : await publishedOf(clientOf(command).client, ids);
      const folder = resolve(dir ?? personasDirOf(around));
      mkdirSync(folder, { recursive: true });
      for (const one of chosen) writeFileSync(join(folder, `${one.id}.json`), fileTextOf(one));
      const written = chosen.map(({ id }) => join(folder, `${id}.json`));
      around.stdout(json ? JSON.stringify({ written }) : `Wrote ${plural(written.length, 'file')} to ${folder}.`);
    });

  persona
    .command('retire')
    .description('no more agents are made from it; importing it again brings it back')
    .argument('<id>')
    .option('--reason <text>', 'why, for the record')
    .action(async (id: string, _options, command: Command) => {
      const { client, say } = clientOf(command);
      const path = `/personas/${encodeURIComponent(id)}/retire`;
      const result = await client.post(path, { reason: reasonOf(command) }, PersonaCommandResult);
      say(result, `${id} is retired; ${plural(result.agents, 'agent')} of it go on.`);
    });

  persona
    .command('adopt')
    .description('brings the newest version to the agents that were made from older ones')
    .argument('<id>')
    .option('--reason <text>', 'why, for the record')
    .action(async (id: string, _options, command: Command) => {
      const { client, say } = clientOf(command);
      let adoption = await client.post(
        `/personas/${encodeURIComponent(id)}/adopt`,
        { reason: reasonOf(command) },
        Adoption,
      );
      while (adoption.state === 'running') {
        await new Promise((done) => setTimeout(done, askEveryMs));
        adoption = await client.get(`/adoptions/${adoption.id}`, Adoption);
      }
      const { version, changed, refusedCount, refused } = adoption;
      const lines = [
        `${plural(changed, 'agent')} of ${id} took version ${version} over${refusedCount > 0 ? `, ${refusedCount} refused:` : '.'}`,
        ...refused.slice(0, 10).map((one) => `  ${one.id}: ${one.reason}`),
      ];
      say(adoption, lines.join('\n'));
      finish(refusedCount > 0 ? 1 : 0);
    });

  persona
    .command('preview')
    .description('the next day of some of its agents, hour by hour, computed and not lived')
    .argument('<id>')
    .option('--agents <n>', `how many, 1 to ${previewAgentsMost} (24)`, parseAgents)
    .action(async (id: string, _options, command: Command) => {
      const { client, say } = clientOf(command);
      const { agents = 24 } = command.optsWithGlobals<Options & { agents?: number }>();
      const preview = await client.post(`/personas/${encodeURIComponent(id)}/preview`, { agents }, PersonaPreview);
      say(preview, describePreview(preview));
    });
};

const builtInOf = (ids: readonly string[]): readonly Persona[] => {
  const unknown = ids.filter((id) => !BUILT_IN_PERSONAS.some((one) => one.id === id));
  if (unknown.length > 0) throw new CliError(`There is no built-in persona ${unknown.join(', ')}.`);
  return ids.length === 0 ? BUILT_IN_PERSONAS : BUILT_IN_PERSONAS.filter(({ id }) => ids.includes(id));
};

const publishedOf = async (client: GatewayClient, ids: readonly string[]): Promise<readonly Persona[]> => {
  const wanted =
    ids.length > 0
      ? ids
      : (await client.get('/personas', personas)).data.filter(({ retired }) => !retired).map(({ id }) => id);
  return Promise.all(
    wanted.map(async (id) => (await client.get(`/personas/${encodeURIComponent(id)}`, PersonaDetail)).persona),
  );
};

const behindText = (id: string, behind: number): string =>
  behind === 0 ? '' : `${plural(behind, 'agent')} of older versions: fleet persona adopt ${id}`;

const describeAll = (all: readonly PersonaSummary[]): string =>
  table(
    all.map((one) => [
      one.id,
      String(one.version),
      String(one.agents),
      one.agentsBehind > 0 ? `${one.agentsBehind} behind` : '',
      `×${one.activityLevel}`,
      [one.retired ? 'retired' : '', one.hold ? 'on hold' : ''].filter(Boolean).join(', '),
    ]),
    ['persona', 'version', 'agents', '', 'level', ''],
  );

const describeVersions = ({ versions, retired }: PersonaDetail): string =>
  [
    ...(retired ? ['Retired.'] : []),
    ...versions.map(
      ({ version, at, by, reason }) => `version ${version}, ${at}, by ${by}${reason ? `: ${reason}` : ''}`,
    ),
  ].join('\n');

const describePreview = ({ hours, agents, perAgent, timeZone, examples }: PersonaPreview): string =>
  [
    table(
      hours.map(({ at, post, comment, like, browse }) => [
        at.slice(0, 16).replace('T', ' '),
        ...[post, comment, like, browse].map(String),
      ]),
      ['UTC', 'post', 'comment', 'like', 'browse'],
    ),
    '',
    `${plural(agents, 'agent')}, ${perAgent} moments each; they live in ${timeZone}.`,
    `Such as ${examples.map(({ name, username }) => `${name} (@${username})`).join(', ')}.`,
  ].join('\n');

const parseAgents = (text: string): number => {
  const agents = Number(text);
  if (!Number.isInteger(agents) || agents < 1 || agents > previewAgentsMost)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${previewAgentsMost}.`);
  return agents;
};
