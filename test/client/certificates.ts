/** Self-signed certificates for the tests. */
import { generate } from 'selfsigned';

export interface Certificate {
  key: string;
  cert: string;
}

const YEAR = 365 * 24 * 3_600_000;

/**
 * A certificate for these names.
 * @param ends milliseconds from now at which it expires; negative for one that has
 */
export async function certificateFor(names: string[], ends = YEAR): Promise<Certificate> {
  const pems = await generate([{ name: 'commonName', value: names[0]! }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 2 * YEAR),
    notAfterDate: new Date(Date.now() + ends),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
  });
  return { key: pems.private, cert: pems.cert };
}
