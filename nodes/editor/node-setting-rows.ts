/** Rows of what a node stores, for the tabs of its dialog. */
import { nodeFields, type SettingName, settingKey, storedSetting } from '../stored/stored-node';
import type { DialogContext } from './dialog-context';
import { faultOfSetting, setOrClear } from './draft';
import { SettingRows } from './setting-rows';
import { problemText } from './words';

interface NodeSettingRows {
  /** False where what else the dialog holds leaves the setting without a meaning. */
  applies(name: SettingName): boolean;
  /** Is told of a setting that was changed, before the rest of the dialog is. */
  onSet?: (name: SettingName) => void;
}

/** Rows that read and change the draft of the open dialog. */
export function nodeSettingRows(context: DialogContext, { applies, onSet }: NodeSettingRows): SettingRows<SettingName> {
  const { draft, words } = context;
  return new SettingRows<SettingName>({
    words,
    fields: nodeFields,
    key: settingKey,
    stored: (name) => storedSetting(draft, name),
    set: (name, value) => {
      setOrClear(draft, name, value);
      onSet?.(name);
      context.changed();
    },
    problemOf: (name) => {
      const fault = faultOfSetting(draft, name);
      return fault && problemText(fault, words, words(settingKey(name)));
    },
    applies,
  });
}
