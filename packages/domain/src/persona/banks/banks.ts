import type { WorkflowKind } from '../../agent/agent-config.ts';
import { aiArtistBank } from './ai-artist.ts';
import type { TextBank } from './bank.ts';
import { dataVizBank } from './data-viz.ts';
import { indieGameDevBank } from './indie-game-dev.ts';
import { productPhotographerBank } from './product-photographer.ts';
import { socialMarketerBank } from './social-marketer.ts';
import { uxDesignerBank } from './ux-designer.ts';

export { drawPost } from './bank.ts';

/** The built-in banks, one per built-in persona and per kind of picture. */
export const BANKS: readonly TextBank[] = [
  productPhotographerBank,
  socialMarketerBank,
  indieGameDevBank,
  dataVizBank,
  aiArtistBank,
  uxDesignerBank,
];

/** The persona's own bank; for one that has none, the bank whose texts go with its pictures. */
export const bankFor = (personaId: string | null, workflow: WorkflowKind): TextBank => {
  const bank = BANKS.find(({ persona }) => persona === personaId) ?? BANKS.find((one) => one.workflow === workflow);
  if (bank === undefined) throw new Error(`no bank has texts for ${workflow}`);
  return bank;
};
