import type { ScriptedName } from './scenario.js';

/** The names below a domain, and itself, that a discovery asks for, each with a name server that says nothing. */
export function silentNames(domain: string): Record<string, ScriptedName> {
  const hosts = ['', 'autoconfig.', 'ua-auto-config.', '_ua-auto-config.', 'autodiscover.'];
  const usual = ['imap.', 'mail.', 'smtp.'];
  const services = ['_imaps', '_imap', '_submissions', '_submission'].map((label) => `${label}._tcp.`);
  const names = [...hosts, ...usual, ...services].map((prefix) => `${prefix}${domain}`);
  return Object.fromEntries(names.map((name) => [name, { fault: 'silence' as const }]));
}
