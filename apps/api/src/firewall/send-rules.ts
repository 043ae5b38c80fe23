import type { FastifyReply } from 'fastify';
import { ApiProblem } from '../http/api-problem.js';
import type { RulesAnswer } from './rules-task.js';

/** Sends the answer to a task, or throws the problem that says why there is none. */
export function sendRules(reply: FastifyReply, answer: RulesAnswer): void {
  switch (answer.outcome) {
    case 'no-target':
      throw new ApiProblem('not-found', {
        detail:
          'No target has this id, or nothing can be checked for it; GET /v1/firewall/targets lists all targets.',
      });
    case 'invalid':
      throw new ApiProblem('invalid-input', { errors: answer.errors });
    case 'no-files':
      throw new ApiProblem('rules-refused', { findings: [...answer.findings] });
    case 'answer': {
      for (const code of answer.findingCodes) reply.header('postern-finding', code);
      if (answer.fileName !== undefined)
        reply.header('content-disposition', `attachment; filename="${answer.fileName}"`);
      void reply
        .type(answer.mediaType)
        .send(Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength));
    }
  }
}
