import { z } from 'zod';

/** The days before the end of a certificate authority from which on people are told of it. */
export const authorityWarningDays = 30;

/** The longest text of an upload, in characters; a certificate has about 2,000. */
const longestPem = 16_384;

const pemSchema = z.string().min(1).max(longestPem).meta({
  description: 'One certificate of an authority in PEM. A private key is refused: Postern needs none.',
});

/** The body of a request that adds a certificate authority. */
export const certificateAuthorityInputSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}*$/u, 'Control characters are not allowed'),
    pem: pemSchema,
  })
  .meta({ id: 'CertificateAuthorityInput' });
export type CertificateAuthorityInput = z.output<typeof certificateAuthorityInputSchema>;

/** The body of a request that reads a certificate and stores nothing. */
export const certificatePreviewInputSchema = z
  .strictObject({ pem: pemSchema })
  .meta({ id: 'CertificatePreviewInput' });
export type CertificatePreviewInput = z.output<typeof certificatePreviewInputSchema>;

/** What a certificate says of itself. */
const certificateShape = {
  subject: z.string().meta({ example: 'CN=Example Root CA' }),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
  daysLeft: z.int().meta({ description: 'Negative after the end.' }),
  key: z.string().meta({ example: 'RSA 4096' }),
  sha256: z.string().meta({ description: 'SHA-256 of the certificate, in hex.' }),
};

/** What a certificate says of itself, and why the account cannot add it. */
export const certificatePreviewSchema = z
  .object({
    ...certificateShape,
    issuer: z.string().meta({ example: 'CN=Example Root CA' }),
    problems: z
      .array(z.object({ code: z.string(), message: z.string() }))
      .meta({ description: 'Why it cannot be added; empty if it can.' }),
  })
  .meta({ id: 'CertificatePreview' });
export type CertificatePreview = z.output<typeof certificatePreviewSchema>;

/** A certificate authority that the account trusts for the servers of its own domains. */
export const certificateAuthoritySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    ...certificateShape,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'CertificateAuthority' });
export type CertificateAuthorityAnswer = z.output<typeof certificateAuthoritySchema>;
