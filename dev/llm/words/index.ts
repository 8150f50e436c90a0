import type { WorkflowKind } from '@fleet/domain/agent/agent-config';
import type { Bank } from './bank.ts';
import { chart } from './chart.ts';
import { interfaceMockUp } from './interface.ts';
import { pixelSprite } from './pixel-sprite.ts';
import { productPhoto } from './product-photo.ts';
import { socialSquare } from './social-square.ts';
import { wideArt } from './wide-art.ts';

export const BANKS: Readonly<Record<WorkflowKind, Bank>> = {
  product_photo: productPhoto,
  social_square: socialSquare,
  pixel_sprite: pixelSprite,
  chart,
  wide_art: wideArt,
  interface: interfaceMockUp,
};
