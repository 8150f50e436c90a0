import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Studio } from '../studio.ts';

const invitation = z.object({
  agentId: z.string().min(1).max(200),
  name: z.string().min(1).max(100),
  username: z.string().regex(/^[a-z0-9_]{3,30}$/),
  isAgent: z.literal(true),
  agentPersonaId: z.string().min(1).max(100).optional(),
});

/** Provisioning of the fleet's own users. */
export function addUserRoutes(app: FastifyInstance, studio: Studio): void {
  app.post('/api/admin/users/invite', async (request, reply) => {
    const parsed = invitation.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: z.prettifyError(parsed.error) });
    const { agentId, name, username, agentPersonaId } = parsed.data;
    const standing = studio.users.findAgent(agentId) ?? studio.users.find(username);
    if (standing !== null) {
      if (!standing.isAgent) return reply.code(409).send({ error: `The username "${username}" belongs to a person` });
      return { id: standing.id, username: standing.username, created: false };
    }
    const user = studio.users.create({ username, name, agentId, personaId: agentPersonaId ?? null, isAgent: true });
    if (request.call.seq !== null) studio.calls.effected(request.call.seq, `user:${user.id}`);
    return { id: user.id, username, created: true };
  });

  app.delete<{ Params: { agentId: string } }>('/api/admin/users/:agentId', async (request, reply) => {
    const user = studio.users.findAgent(request.params.agentId);
    if (user === null) return reply.code(404).send({ error: 'User not found' });
    studio.users.remove(user.id);
    if (request.call.seq !== null) studio.calls.effected(request.call.seq, `user-gone:${user.id}`);
    return { deleted: true };
  });
}
