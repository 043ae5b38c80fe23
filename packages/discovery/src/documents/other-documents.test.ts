import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { parseAutodiscover } from './autodiscover-answer.js';
import { matchDigest } from './pacc-digest.js';
import { parsePacc } from './pacc-document.js';

const pacc = {
  protocols: {
    imap: { host: 'imap.example.com' },
    submit: { host: 'smtp.example.com' },
    jmap: { url: 'https://j' },
  },
  authentication: { password: true, 'oauth-public': { issuer: 'https://id.example.com' } },
  info: { provider: { name: 'Example' } },
};

describe('documents of PACC', () => {
  test('the servers have the fixed ports and TLS from the first byte', () => {
    const username = '%EMAILADDRESS%';
    const shared = { tls: 'implicit', username, authentication: ['OAuth2', 'password-cleartext'], url: null };
    expect(parsePacc(JSON.stringify(pacc))).toEqual({
      state: 'found',
      sections: [
        { type: 'imap', host: 'imap.example.com', port: 993, ...shared },
        { type: 'smtp', host: 'smtp.example.com', port: 465, ...shared },
      ],
      oauthIssuers: ['https://id.example.com'],
      findings: [],
    });
  });

  test('the name smtp of the earlier revisions is read too', () => {
    const older = { ...pacc, protocols: { smtp: { host: 'out.example.com' } } };
    expect(parsePacc(JSON.stringify(older))).toMatchObject({
      sections: [{ type: 'smtp', host: 'out.example.com' }],
    });
  });

  test.each([
    ['', 'invalid', 'not-json'],
    ['[]', 'invalid', 'not-pacc'],
    ['{"protocols":[]}', 'invalid', 'not-pacc'],
    ['{"protocols":null}', 'invalid', 'not-pacc'],
    ['null', 'invalid', 'not-pacc'],
    ['['.repeat(60_000), 'invalid', 'not-json'],
    [`"${' '.repeat(70_000)}"`, 'invalid', 'too-large'],
    ['<html>', 'absent', 'html-page'],
  ])('the text %.30j is %s with the code %s', (text, state, code) => {
    expect(parsePacc(text)).toMatchObject({ state, code });
  });

  test('members of the prototype are not members of the document', () => {
    expect(parsePacc('{"protocols":{"__proto__":{"imap":{"host":"evil.example"}}}}')).toMatchObject({
      sections: [],
    });
  });
});

describe('the digest of a PACC document', () => {
  const body = Buffer.from(JSON.stringify(pacc));
  const digest = createHash('sha256').update(body).digest('base64');
  const other = createHash('sha256').update('older').digest('base64');

  test.each([
    ['one record', [`v=UAAC1; a=sha256; d=${digest}`]],
    ['the old and the new record', [`v=UAAC1; a=sha256; d=${other}`, `v=UAAC1; a=sha256; d=${digest}`]],
    ['a record without spaces', [`v=UAAC1;a=sha256;d=${digest}`]],
    ['tags in another order, and an unknown tag', [`v=UAAC1; x=1; d=${digest}; a=sha256;`]],
    ['records of others beside it', ['v=spf1 -all', '', `v=UAAC1; a=sha256; d=${digest}`]],
  ])('%s matches', (_, records) => {
    expect(matchDigest(body, records)).toBe('match');
  });

  test.each([
    ['no records', [], 'digest-missing'],
    ['a record of another purpose', [`v=DKIM1; a=sha256; d=${digest}`], 'digest-missing'],
    ['an unknown algorithm', [`v=UAAC1; a=sha1; d=${digest}`], 'digest-missing'],
    ['no digest', ['v=UAAC1; a=sha256'], 'digest-missing'],
    ['a cut digest', [`v=UAAC1; a=sha256; d=${digest.slice(0, 20)}`], 'digest-missing'],
    ['the version not in front', [`a=sha256; v=UAAC1; d=${digest}`], 'digest-missing'],
    ['the digest of another document', [`v=UAAC1; a=sha256; d=${other}`], 'digest-mismatch'],
  ])('%s does not match', (_, records, outcome) => {
    expect(matchDigest(body, records)).toBe(outcome);
  });

  test('the digest is one of the bytes, not of the parsed document', () => {
    const spaced = Buffer.from(JSON.stringify(pacc, null, 1));
    expect(matchDigest(spaced, [`v=UAAC1; a=sha256; d=${digest}`])).toBe('digest-mismatch');
  });
});

describe('answers of Autodiscover V2', () => {
  test('the URL is that of Exchange Web Services', () => {
    const answer = { Protocol: 'Ews', Url: 'https://mail.example.com/EWS/Exchange.asmx' };
    expect(parseAutodiscover(JSON.stringify(answer))).toMatchObject({
      state: 'found',
      sections: [{ type: 'ews', url: 'https://mail.example.com/EWS/Exchange.asmx' }],
    });
  });

  test.each([
    ['{"ErrorCode":"ProtocolNotSupported","ErrorMessage":"x"}', 'absent', 'no-exchange'],
    ['{"Url":1}', 'invalid', 'not-autodiscover'],
    ['[]', 'invalid', 'not-autodiscover'],
    ['<Autodiscover/>', 'invalid', 'not-json'],
    ['<!DOCTYPE HTML>', 'absent', 'html-page'],
  ])('the answer %s is %s with the code %s', (text, state, code) => {
    expect(parseAutodiscover(text)).toMatchObject({ state, code });
  });
});
