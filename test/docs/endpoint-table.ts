/** The tables of endpoints, made from the catalogue. */
import { domains, type Endpoint, endpoints, paletteLabel } from '../../nodes/catalogue';
import { goesOnByOf } from './goes-on-by';
import { cell, code, tableOf } from './markdown';

/** A table per domain. */
export function endpointTables(): string {
  return domains.map(({ id, title }) => domainTable(title, of(id))).join('\n\n');
}

function of(domain: string): Endpoint[] {
  return endpoints.filter((endpoint) => endpoint.domain === domain);
}

function domainTable(title: string, own: readonly Endpoint[]): string {
  const table = tableOf(['Node', 'Path', 'Evidence', 'Parameters', 'Goes on by'], own.map(rowOf));
  return `## DataConnect ${title}\n\n${table}`;
}

function rowOf(endpoint: Endpoint): string[] {
  const { id, path, pathEvidence } = endpoint;
  const label = cell(paletteLabel(endpoint));
  if (path === null) return [`${label}<br>request node`, 'not known', pathEvidence, ...whatOf(endpoint)];
  return [`${label}<br>${code(`dataconnect-${id}`)}`, code(path), pathEvidence, ...whatOf(endpoint)];
}

function whatOf(endpoint: Endpoint): string[] {
  return [parametersOf(endpoint), goesOnByOf(endpoint)];
}

/** Required ones first, in bold. */
function parametersOf({ parameters }: Endpoint): string {
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => `**${cell(name)}**`);
  const optional = parameters.filter((parameter) => !parameter.required).map(({ name }) => cell(name));
  return [...required, ...optional].join(', ') || 'none';
}
