import { colour } from './colour.ts';
import { backdrop } from './product-backdrops.ts';
import { objectFor } from './product-objects.ts';
import { n, type Scene, svg } from './scene.ts';

/** A product still: one lit object on a set, with its shadow, from a camera a little above the table. */
export function drawProduct(scene: Scene): string {
  const { random, width, height } = scene;
  const hue = scene.hue ?? random.pick([8, 22, 35, 48, 65, 82, 145, 165, 190, 215, 240, 262, 290, 325, 350]);
  const setting = backdrop(scene, hue);
  const accentHue = (hue + random.pick([0, 25, 150, 180, 205, -30]) + 360) % 360;
  const tone = random.pick([
    colour(0.62, 0.14, accentHue),
    colour(0.42, 0.09, accentHue),
    colour(0.93, 0.02, accentHue),
    colour(0.28, 0.03, accentHue),
    colour(0.74, 0.11, accentHue),
  ]);
  const metal = random.pick(['#c9a46a', '#b8bcc2', '#2b2b2e', '#d8b4a0']);
  const object = objectFor(scene, tone, metal);
  const scale = (Math.min(width, height) / 1024) * setting.scale;
  const [x, y] = [width * setting.x, height * setting.floor];
  const w = object.width;
  const shadow = `<g filter="url(#far)" opacity="${n(setting.shadow)}"><ellipse cx="${n(w * 0.42)}" cy="6" rx="${n(w * 0.85)}" ry="${n(w * 0.13)}" fill="${setting.shade}"/></g><g filter="url(#near)" opacity="0.55"><ellipse cx="0" cy="2" rx="${n(w * 0.5)}" ry="${n(w * 0.06)}" fill="${setting.shade}"/></g>`;
  const reflection = setting.glossy
    ? `<g transform="scale(1 -1)" opacity="0.16" clip-path="url(#mirror)">${object.body}</g>`
    : '';
  const body = `${setting.behind}<g transform="translate(${n(x)} ${n(y)}) scale(${n(scale)})">${shadow}${reflection}${object.body}</g>${setting.before}`;
  const filters =
    '<filter id="far" x="-80%" y="-300%" width="260%" height="700%"><feGaussianBlur stdDeviation="22"/></filter><filter id="near" x="-50%" y="-300%" width="200%" height="700%"><feGaussianBlur stdDeviation="7"/></filter><clipPath id="mirror"><rect x="-500" y="0" width="1000" height="120"/></clipPath>';
  return svg(width, height, body, `${filters}${setting.defs}${object.defs}`);
}
