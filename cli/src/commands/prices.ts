import { PricesView } from '@fleet/domain/read-models/prices';
import type { Command } from 'commander';
import { createGatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { table } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

/** `fleet prices`: what the fleet's models and pictures cost, and one action at most. Ends with 1 while nothing is known. */
export const pricesCommand = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  program
    .command('prices')
    .description('shows what the models and pictures in use cost, and one post or comment at most')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const client = createGatewayClient(findTarget(options, around));
      const view = await client.get('/prices', PricesView);
      around.stdout(options.json ? JSON.stringify(view) : describe(view));
      finish(view.prices === null ? 1 : 0);
    });
};

const UNKNOWN = {
  nats: 'Nothing is known of prices: NATS does not answer.',
  actors: 'Nothing is known of prices: no actor tells them. Is one running?',
} as const;

const dollars = (amount: number): string =>
  `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`;
const price = (usd: number, free: boolean): string => (free ? 'free' : dollars(usd));

const describe = ({ prices, differ, unknownBecause }: PricesView): string => {
  if (prices === null) return UNKNOWN[unknownBecause ?? 'actors'];
  const { asOf, staleDays, warning, tokens, images, atMost } = prices;
  return [
    `Prices as of ${asOf}.`,
    ...(warning === null ? [] : [`${staleDays} days old: ${warning}`]),
    ...(differ ? ['The actors are not set alike: the prices of all of them follow.'] : []),
    table(
      tokens.map(({ model, free, ...usd }) => [
        model,
        price(usd.inputUsdPerMillion, free),
        price(usd.outputUsdPerMillion, free),
      ]),
      ['model', 'in, a million tokens', 'out, a million tokens'],
    ),
    table(
      images.map(({ model, size, quality, usd, usedBy, free }) => [
        `${model} ${size} ${quality}`,
        price(usd, free),
        usedBy.join(', '),
      ]),
      ['picture', 'each', 'for'],
    ),
    [...tokens, ...images].every(({ free }) => free)
      ? 'All of it is free or your own: nothing is charged.'
      : `At most, every try included: a post ${dollars(atMost.postUsd)}, a comment ${dollars(atMost.commentUsd)}.`,
  ].join('\n');
};
