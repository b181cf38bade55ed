/** The file that an answer would become at this moment, by the rules of a run; what only a run knows stays a place. */
import { allParameters } from '../catalogue/shared-parameters';
import { extensionOf, FILE_PLACES, type FileFacts, fileFactsOf, renderPattern } from '../parameters/file-pattern';
import { toParameterText } from '../parameters/parameter-text';
import type { Problem } from '../parameters/problem';
import { isEnvironmentText } from '../stored/environment-text';
import { readField } from '../stored/field';
import { connectionFields } from '../stored/stored-connection';
import type { DialogContext } from './dialog-context';
import { responseOf, settingsOf } from './draft';
import type { EditorNode } from './red';

/** @returns its whole path; undefined where the connection allows none, or the pattern gives no name */
export function filePreview(context: DialogContext): string | undefined {
  const { draft } = context;
  const connection = context.connection();
  const folder = folderOf(connection);
  const response = responseOf(draft.params);
  const extension = response && extensionOf(response, sentOf(context).get('CSV.FileExtension'));
  const content = { extension: extension ?? '…', isPractice: connection?.environment === 'practice' };
  const rendered = renderPattern(settingsOf(draft).output.file, factsOf(context), content, '');
  if (!folder || rendered.kind === 'problem') return undefined;
  const separator = folder.includes('\\') ? '\\' : '/';
  const { folders, name } = rendered.path;
  return [folder.replace(/[\\/]$/, ''), ...folders, name].join(separator);
}

/** Nothing is wrong with a folder that a variable names. */
export function problemOfFolder(connection: EditorNode | null): Problem | undefined {
  return connection && folderOf(connection) === '' ? { kind: 'file-no-folder', facts: {} } : undefined;
}

function folderOf(connection: EditorNode | null): string {
  const folder = connection?.fileFolder;
  return isEnvironmentText(folder) ? String(folder) : readField('fileFolder', connectionFields.fileFolder, folder, []);
}

function factsOf(context: DialogContext): FileFacts {
  const { endpoint, draft } = context;
  const companyId = context.connection()?.companyId;
  const facts = fileFactsOf({
    sent: sentOf(context),
    parameters: endpoint?.parameters,
    title: endpoint?.title ?? draft.path,
    companyId: typeof companyId === 'string' ? companyId : undefined,
    now: new Date(),
    zone: context.zone(),
    run: '{run}',
  });
  return Object.fromEntries(FILE_PLACES.map((place) => [place, facts[place] ?? `{${place}}`])) as FileFacts;
}

function sentOf(context: DialogContext): Map<string, string> {
  const clock = { now: new Date(), zone: context.zone() };
  const sent = new Map<string, string>();
  for (const parameter of allParameters(context.endpoint)) {
    const given = context.draft.params.get(parameter.name);
    const read = given?.type === 'fixed' ? toParameterText(parameter, given.value, clock) : undefined;
    if (read?.kind === 'text') sent.set(parameter.name, read.text);
  }
  return sent;
}
