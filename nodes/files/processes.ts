/** Whether a process of this machine is there. */
import { codeOf } from './file-failure';

/** @returns false for one that is another user's, or cannot be asked for */
export function isProcessGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}
