import type { Fault, FaultRule } from './fault';

/**
 * The fault for a request, if one is due: the first rule that covers it. Counts the request against the rule's `skip`
 * and `times`, and removes the rule from the list once it is used up.
 */
export function takeFault(rules: FaultRule[], on: 'service' | 'accounts', path: string): Fault | undefined {
  for (const rule of rules) {
    if ((rule.on ?? 'service') !== on || !covers(rule.path, path)) continue;
    if (rule.skip) {
      rule.skip--;
      continue;
    }
    if (rule.times !== undefined && --rule.times === 0) rules.splice(rules.indexOf(rule), 1);
    return rule.fault;
  }
  return undefined;
}

function covers(pattern: string | undefined, path: string): boolean {
  if (!pattern) return true;
  const parts = pattern
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path.toLowerCase());
}
