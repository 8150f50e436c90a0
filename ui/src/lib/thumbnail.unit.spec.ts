import { describe, expect, it } from 'vitest';
import { thumbnail } from './thumbnail.ts';

describe('the address of a thumbnail', () => {
  it('asks for the smallest cut that is sharp in its box, and never for the original', () => {
    const width = (sizePx: number) =>
      new URLSearchParams(thumbnail('http://gallery/a.png', sizePx).split('?')[1]).get('w');
    expect([40, 60, 64, 200, 240, 460, 2_000].map(width)).toEqual(['96', '96', '320', '320', '640', '640', '640']);
  });

  it('carries any address whole', () => {
    const url = 'http://gallery/a b.png?size=9&x=#1';
    expect(new URLSearchParams(thumbnail(url, 40).split('?')[1]).get('url')).toBe(url);
  });
});
