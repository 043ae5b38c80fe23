import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { migrationSql } from './list.js';

/** SHA-256 of the SQL of each landed migration. A new migration adds a line; no line ever changes. */
const landed = {
  '2026-11-26-first-schema': '79e702cb86f359cb07f5ccf80abbc15dddfb0de9d34c15251a1c3bb4453d2d1d',
  '2026-11-27-bootstrap-token': 'd98739a21896b5beac09fe74f9eeef3c21ec2ddc5ce9585ca600703feae7ac17',
  '2026-11-27-scheduler': '6a548c338114632d1cf2557b681a363c6dfc4b3671d03997598a0422a27e649a',
  '2026-11-28-housekeeping': 'c192f14cee1cf0419115154e558a8ecc90065d1c68fd32a593021f7d64cd9f1b',
  '2026-11-28-summary': 'a8e0199931fd934847893c57ffc71c2bcb9c3c3e5f64ed5026af0ee0e698c6ec',
  '2026-11-29-conversation-turns': '74e755cb2cb22cde94633de20d86d72b903bbe75292755596369044b83a6721d',
  '2026-11-30-monitored-accounts': '17bb3aa035b9ce0bd77b576ef6d6c10e95975a558b2fd4b3b574b59d0a9229aa',
  '2026-11-30-secret-key': 'ee12dc09930aaee16bb7f11798af3dc8254fc522bf38a46e26bd0645a42056be',
  '2026-12-01-watched-verifications': 'c2362243723ed9e59269ced7dfa8d9794d6521bf031b56074848d9072f298570',
  '2026-12-02-domain-count': '4b933f6e3e5470ba6b8dc15eea23d94180c644e359b474a09437945f117cb9aa',
  '2026-12-02-long-imports': '8f0f1227e09b216020da6703da3be75e701635017ef9378b999dfd1afa4479cf',
  '2026-12-02-measuring-workers': '667cb2140c139da6b89cbf9c2f3d817fc1c09c7393ee39400cf1416c892b8882',
  '2026-12-02-server-days': '2d4586a6e8db505d370c311e2967bce3017fb5612b5570b42576f39a8b47cada',
  '2026-12-03-discoveries': '1f47896bb47e116699e5e1fec1a1d5ef86ce93032b637e2d6d5cf514857454ed',
  '2026-12-04-webhooks': '51fe0ff66c7a5dbc297233d60f175b5c516946fc35af5ed8ee1c9f86add4d66f',
  '2026-12-05-provenance': 'b2e01639176eff12d7cb9fea7b4ee338596500dbdbbd3eb5d0f12ace7df5425f',
  '2026-12-06-allowlist-vendor': '1c79a9fd8017623c987897ab346692112ba0574934601149e8af9e7bdc11b8b8',
  '2026-12-07-mail': '217b32380e10f20f59fa8739fb306375dd01cc3a694b8c74b89a472b30e48ee0',
  '2026-12-08-bulk-changes': 'ae59d330b0ffd98810fd3595ae9c309f6e56c0e523a08a503f3a229ae70abd21',
  '2026-12-08-hints': '9ada2f3132042c0509df827e5c984e6d1ef3b92470840667b3dbd5e50ce9fbcc',
  '2026-12-09-token-limits': '621ebb4236fef42cad95a52aaff6fcc16d0c77718deb8a923f5ad9b6cd3e18a8',
  '2026-12-10-links': '69c69d15050b6416c7134c539bf7ac3c2f4501f5939441a34e51459db4bc797a',
  '2026-12-11-certificate-authorities': 'b2742c7050bcaaa9f5a87cbc3f560ac83b97c9d241f24bf39eefacc255b2deab',
  '2026-12-11-connect-sessions': 'ff88ba96355a823b3f78a5e77a8abcfed947ed6578c899b40d287b45eaafa7d9',
  '2026-12-12-people': 'e61d143263c9742b21938823db32e5c04904e3132b20b4f5fdcddcd41358c2ea',
  '2026-12-12-summary-changes': 'e52d2a273411c54d0150ecc5b248961dc9174062566251b438ea815246999c43',
  '2026-12-13-delivery-notices': '0ca2d87d75d231d1cb1ac1115b6b549cf4fa252f55c9ef0c817723c1c46ab595',
  '2026-12-14-mail-left-out': 'f1f63b9ccabc0ddd14607fc42d8181f6e6b74ba8b6cc9a0a380cde10b0b4cbb5',
  '2026-12-15-measured-servers': 'dbf4fb897865d8ed2f266576176429225f95fc93cc3fb469601ae7baa1a64ffd',
};

test('no landed migration was edited: databases that applied it would differ from new ones', () => {
  const hashes = Object.entries(migrationSql).map(([name, sql]) => [
    name,
    createHash('sha256').update(sql).digest('hex'),
  ]);
  expect(Object.fromEntries(hashes)).toEqual(landed);
});

test('the list has every migration file, in the order of their dates', async () => {
  const files = await readdir(new URL('.', import.meta.url));
  const names = files.filter((file) => /^\d/.test(file)).map((file) => file.replace('.ts', ''));
  expect(Object.keys(migrationSql)).toEqual(names.toSorted());
});

test('a migration that makes an index concurrently does nothing else, because it runs outside of a transaction', () => {
  for (const [name, sql] of Object.entries(migrationSql).filter(([, text]) =>
    /\bconcurrently\b/i.test(text),
  )) {
    const statements = sql.split(';').map((statement) => statement.trim());
    const others = statements.filter(
      (statement) => statement !== '' && !/^create (?:unique )?index concurrently \w+ /i.test(statement),
    );
    expect([name, others]).toEqual([name, []]);
  }
});
