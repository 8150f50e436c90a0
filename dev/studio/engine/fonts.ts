import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { escapeXml } from './parameters.ts';

/**
 * Makes Inter the only font that SVG renderers of this process find: no font may be assumed on a machine, and the same
 * text is to be the same pixels everywhere. Must run before the first picture is rendered.
 */
export function useOwnFonts(): void {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-fonts-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const weights = ['400Regular/Inter_400Regular', '600SemiBold/Inter_600SemiBold', '900Black/Inter_900Black'];
  const dirs = weights.map((path) =>
    dirname(fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${path}.ttf`))),
  );
  const config = join(folder, 'fonts.conf');
  writeFileSync(
    config,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs.map((dir) => `<dir>${escapeXml(dir)}</dir>`).join('')}<cachedir>${escapeXml(folder)}</cachedir></fontconfig>`,
  );
  process.env.FONTCONFIG_FILE = config;
}
