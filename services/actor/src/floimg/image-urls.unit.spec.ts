import { describe, expect, it } from 'vitest';
import { imageHostsOf, resolveImageUrl } from './image-urls.ts';

const base = new URL('http://studio.local:5100');
const hosts = imageHostsOf(base, ['cdn.example.org']);
const resolve = (raw: string) => resolveImageUrl(base, raw, hosts);

describe('the address of a picture', () => {
  it('is resolved against the platform where it is relative, below its path too', () => {
    expect(resolve('/api/images/a/blob')).toBe('http://studio.local:5100/api/images/a/blob');
    const below = new URL('https://example.org/studio/');
    expect(resolveImageUrl(below, '/api/images/a/blob', imageHostsOf(below, []))).toBe(
      'https://example.org/studio/api/images/a/blob',
    );
  });

  it('is taken from allowed hosts alone', () => {
    expect(resolve('https://cdn.example.org/a.png')).toBe('https://cdn.example.org/a.png');
    expect(resolve('http://studio.local:5100/x')).toBe('http://studio.local:5100/x');
  });

  it.each([
    'https://evil.example/a.png',
    '//evil.example/a.png',
    'http://studio.local/a.png',
    'http://169.254.169.254/latest/meta-data',
    'http://studio.local:5100@evil.example/',
    'http://user:pass@studio.local:5100/a',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    'file:///etc/passwd',
    'http://',
    '',
    `/${'a'.repeat(3_000)}`,
  ])('is refused for %s', (raw) => {
    expect(resolve(raw)).toBeNull();
  });

  it('cannot leave the host by backslashes', () => {
    const resolved = resolve('/\\evil.example/a');
    expect(resolved === null || new URL(resolved).host === 'studio.local:5100').toBe(true);
  });
});
