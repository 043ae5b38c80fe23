import type { FastifyReply } from 'fastify';
import { docsPage, escapeHtml } from '../docs/html.js';

/** A form of a page posts to the page itself. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'`;

/** Answers a browser with a page without scripts; `body` is HTML. */
export function sendPage(reply: FastifyReply, status: number, title: string, body: string): void {
  const page = docsPage(title, `<main><h1>${escapeHtml(title)}</h1>${body}</main>`);
  void reply
    .status(status)
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    .send(page);
}
