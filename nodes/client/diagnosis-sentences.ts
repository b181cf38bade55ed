import type { ErrorCode } from '../errors';

/** What Test connection says when a layer is sound or could not be tried. A failed layer has its error's sentence. */
export const DIAGNOSIS_SENTENCES = {
  NAME_FOUND: 'The name __host__ was found.',
  NAME_BY_PROXY: 'Not looked up here: the proxy does that.',
  NAME_IS_ADDRESS: '__host__ is an address already.',
  NO_PROXY: 'No proxy is used for __host__.',
  PROXY_PASSED: 'The proxy __proxy__ let the request through.',
  TLS_SECURED: 'The connection to __host__ is secure.',
  PLAIN_ON_THIS_MACHINE: 'No secure connection is needed: __host__ is this machine.',
  SIGNED_IN: 'Signed in as __user__.',
  SIGNED_IN_UNNAMED: 'The credentials were accepted.',
  PERMITTED: 'A list was read.',
  LIST_UNKNOWN: 'Could not be tried: __host__ does not know the list that was asked for.',
  EMPLOYEE_KNOWN: 'The user is RQ employee __employee__.',
  EMPLOYEE_MISSING:
    'The user is not mapped to an RQ employee: reports will be refused. Ask whoever manages users in RQ.',
  EMPLOYEE_UNSAID: 'The service did not say which RQ employee the user is.',
  NOT_TRIED: 'Not tried, because an earlier step failed.',
} as const;

export type DiagnosisCode = keyof typeof DIAGNOSIS_SENTENCES | ErrorCode;
