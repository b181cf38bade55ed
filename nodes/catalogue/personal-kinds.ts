/** What of a person a column holds. Free text, such as comments, may hold anything: no rule knows. */
export const PERSONAL_KINDS = ['name', 'phone', 'email', 'address', 'serial', 'account', 'trait'] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];
