import { z } from 'zod';

/** The configuration as far as an operator may see it: no secret is ever in it. For reading, not for parsing. */
export const SettingsView = z.object({
  sections: z.array(
    z.object({
      title: z.string(),
      rows: z.array(z.object({ name: z.string(), value: z.string(), note: z.string().optional() })),
    }),
  ),
});
export type SettingsView = z.infer<typeof SettingsView>;
