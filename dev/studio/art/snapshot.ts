import { colour, darker, lighter, mix } from './colour.ts';
import { blur, linear, n, radial, type Scene, smooth, svg } from './scene.ts';

const ridge = ({ random, width, height }: Scene, base: number, rough: number, sharp: boolean): string => {
  const points = Array.from(
    { length: 12 },
    (_, i) => [(i / 11) * width, height * (base - rough * random.next())] as const,
  );
  const line = sharp ? `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}` : smooth(points, false);
  return `${line}L${width} ${height}L0 ${height}Z`;
};

/** What people bring home: a place, at an hour, inside the white edge of a print. */
export function drawSnapshot(scene: Scene): string {
  const { random, width, height, prompt } = scene;
  const winter = /snow|winter/.test(prompt);
  const autumn = /autumn|leaf/.test(prompt);
  const city = /city|night|street/.test(prompt);
  const sea = /sea|beach|lake|coast/.test(prompt);
  const evening = /sunset|evening/.test(prompt) || random.chance(0.3);
  const skyHue = evening ? random.between(20, 60) : random.between(215, 250);
  const top = city ? colour(0.2, 0.06, 270) : colour(evening ? 0.55 : 0.7, 0.1, evening ? 290 : skyHue);
  const low = city ? colour(0.45, 0.1, random.pick([20, 300, 350])) : colour(0.9, evening ? 0.12 : 0.04, skyHue);
  const landHue = winter ? 235 : autumn ? random.between(40, 70) : random.between(125, 155);
  const land = (share: number) =>
    mix(
      low,
      winter
        ? colour(0.93 - share * 0.2, 0.02, landHue)
        : colour(0.55 - share * 0.25, 0.1, landHue + random.bell() * 10),
      0.35 + share * 0.65,
    );
  const [sx, sy] = [width * random.between(0.2, 0.8), height * random.between(0.2, 0.42)];
  let ground = '';
  if (city) {
    for (let layer = 0; layer < 3; layer += 1) {
      const tone = mix(low, colour(0.14, 0.04, 270), 0.45 + layer * 0.27);
      for (let x = -20; x < width; ) {
        const w = random.between(60, 150);
        const h = height * random.between(0.2, 0.55) * (1 - layer * 0.2);
        ground += `<rect x="${n(x)}" y="${n(height - h)}" width="${n(w)}" height="${n(h)}" fill="${tone}"/>`;
        for (let k = 0; k < 9; k += 1) {
          if (random.chance(0.75))
            ground += `<rect x="${n(x + 10 + (k % 3) * (w / 3.4))}" y="${n(height - h + 20 + Math.floor(k / 3) * 44 + random.int(0, 1) * 130)}" width="14" height="20" fill="${random.pick(['#ffd98a', '#ffefc4', '#ffb35c'])}" opacity="${n(random.between(0.5, 1))}"/>`;
        }
        x += w + random.between(-6, 22);
      }
    }
  } else {
    for (let layer = 0; layer < 4; layer += 1)
      ground += `<path d="${ridge(scene, 0.62 + layer * 0.09, 0.26 - layer * 0.055, layer < 2 && random.chance(0.7))}" fill="${land(layer / 3)}"/>`;
    if (sea) {
      const water = mix(top, low, 0.45);
      ground += `<rect y="${n(height * 0.72)}" width="${width}" height="${n(height * 0.28)}" fill="${water}"/>${Array.from({ length: 34 }, () => `<rect x="${n(sx + random.bell() * width * 0.2)}" y="${n(height * random.between(0.73, 0.99))}" width="${n(random.between(30, 190))}" height="4" rx="2" fill="${lighter(low, 0.5)}" opacity="${n(random.between(0.25, 0.8))}"/>`).join('')}`;
    }
    const trees = sea ? 5 : 34;
    for (let i = 0; i < trees; i += 1) {
      const [x, y, h] = [random.next() * width, height * random.between(0.8, 1), height * random.between(0.07, 0.19)];
      const tone = winter
        ? mix('#e8eef4', '#47606b', random.next())
        : colour(random.between(0.28, 0.45), 0.1, autumn ? random.between(25, 85) : landHue);
      ground += autumn
        ? `<rect x="${n(x - 4)}" y="${n(y - h * 0.5)}" width="8" height="${n(h * 0.5)}" fill="#4a3426"/><ellipse cx="${n(x)}" cy="${n(y - h * 0.7)}" rx="${n(h * 0.3)}" ry="${n(h * 0.38)}" fill="${lighter(tone, 0.15)}"/>`
        : `<path d="M${n(x)} ${n(y - h)}L${n(x + h * 0.25)} ${n(y)}H${n(x - h * 0.25)}z" fill="${tone}"/>`;
    }
  }
  const snow = winter
    ? Array.from(
        { length: 110 },
        () =>
          `<circle cx="${n(random.next() * width)}" cy="${n(random.next() * height)}" r="${n(random.between(1.5, 5))}" fill="#fff" opacity="0.85"/>`,
      ).join('')
    : '';
  const clouds = city
    ? ''
    : Array.from(
        { length: 5 },
        () =>
          `<ellipse cx="${n(random.next() * width)}" cy="${n(height * random.between(0.06, 0.34))}" rx="${n(random.between(70, 190))}" ry="${n(random.between(12, 34))}" fill="#fff" opacity="0.5"/>`,
      ).join('');
  const edge = width * 0.035;
  const print = `<path d="M0 0H${width}V${height}H0zM${n(edge)} ${n(edge)}V${n(height - edge)}H${n(width - edge)}V${n(edge)}z" fill="#fbf9f4" fill-rule="evenodd"/>`;
  return svg(
    width,
    height,
    `<rect width="${width}" height="${height}" fill="url(#sky)"/><circle cx="${n(sx)}" cy="${n(sy)}" r="${n(height * 0.28)}" fill="url(#halo)"/><circle cx="${n(sx)}" cy="${n(sy)}" r="${n(height * 0.05)}" fill="#fff8e2"/><g filter="url(#cloud)">${clouds}</g>${ground}${snow}<rect width="${width}" height="${height}" fill="url(#edge)"/>${print}`,
    linear('sky', 90, [
      [0, top],
      [0.7, low],
    ]) +
      radial('halo', 0.5, 0.5, 0.5, [
        [0, '#fff3cf', 0.8],
        [1, '#fff3cf', 0],
      ]) +
      radial('edge', 0.5, 0.5, 0.75, [
        [0.6, '#000', 0],
        [1, darker(top, 0.7), 0.4],
      ]) +
      blur('cloud', 10),
  );
}
