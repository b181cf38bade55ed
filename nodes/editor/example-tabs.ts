/** An example is imported with the name of its tab in the language of the editor; the example itself is in English. */

/** Json text, defined by `build.ts`: per language, the English names of the tabs and what they are in it. */
declare const EXAMPLE_TABS: string;

/** Where Node-RED's import dialog fetches our examples from. */
const OURS = 'library/examples/flows/@dataconnect-nodes/node-red-dataconnect/';

/** To be called once per page. */
export function translateExampleTabs(): void {
  $.ajaxPrefilter((options) => {
    if (options.url?.includes(OURS)) options.dataFilter = (flow: string) => withTranslatedTabs(flow, RED.i18n.lang());
  });
}

/** @param flow Json text of an example; comes back as it was where nothing is to be translated */
export function withTranslatedTabs(flow: string, language: string): string {
  const [, names] = Object.entries(tabNames()).find(([each]) => each.slice(0, 2) === language.slice(0, 2)) ?? [];
  if (!names) return flow;
  try {
    const nodes = JSON.parse(flow) as Array<{ type?: unknown; label?: unknown }>;
    for (const node of nodes) {
      const isOurs = node.type === 'tab' && typeof node.label === 'string' && Object.hasOwn(names, node.label);
      if (isOurs) node.label = names[String(node.label)];
    }
    return JSON.stringify(nodes);
  } catch {
    return flow;
  }
}

function tabNames(): Record<string, Record<string, string>> {
  return JSON.parse(EXAMPLE_TABS) as Record<string, Record<string, string>>;
}
