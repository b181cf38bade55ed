/** What the file system refused, as the one error of file output: what, where, and what to do about it. */
import { DataConnectError, type Phrase, type PhraseKey } from '../errors';

const REASONS: Readonly<Record<string, PhraseKey>> = {
  EACCES: 'file-denied',
  EPERM: 'file-denied',
  EROFS: 'file-read-only',
  ENOSPC: 'file-disk-full',
  EDQUOT: 'file-quota',
  EFBIG: 'file-too-large',
  ENAMETOOLONG: 'file-name-long',
  EISDIR: 'file-is-folder',
  ENOTDIR: 'file-is-no-folder',
  ELOOP: 'file-is-link',
  EEXIST: 'file-exists',
  ENOENT: 'file-folder-gone',
  EMFILE: 'file-too-many-open',
  ENFILE: 'file-too-many-open',
};

/** @param reason why, in a phrase */
export function fileFailed(file: string, reason: Phrase, cause?: unknown): DataConnectError {
  return new DataConnectError('FILE_FAILED', { file, reason }, { cause });
}

/**
 * @param file that was to be written, or the folder at which it failed
 * @returns errors of ours as they are
 */
export function asFileFailure(thrown: unknown, file: string): DataConnectError {
  if (thrown instanceof DataConnectError) return thrown;
  const code = codeOf(thrown) ?? String(thrown);
  const phrase = REASONS[code] ?? 'file-other';
  return fileFailed(file, { phrase, facts: { code } }, thrown);
}

/** `ENOSPC` and the like; undefined for what is no error of the system. */
export function codeOf(thrown: unknown): string | undefined {
  const { code } = (thrown ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
