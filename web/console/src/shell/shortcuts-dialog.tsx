import { Modal, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { singleKeys } from './single-keys.ts';
import { useReturnFocus } from './use-return-focus.ts';
import { GO_TO, type GoKey } from './use-shortcuts.ts';

/** Every key of the console and what it does. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnFocus();
  const [on, setOn] = useState(singleKeys.on);
  const command = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl';
  const rows: { keys: readonly string[]; words: string; single?: boolean }[] = [
    { keys: [command, 'K'], words: t('keys.palette') },
    { keys: ['/'], words: t('keys.palette'), single: true },
    { keys: ['?'], words: t('keys.help'), single: true },
    ...(Object.keys(GO_TO) as GoKey[]).map((key) => ({
      keys: ['g', key],
      words: t('keys.go', { page: t(`nav.${GO_TO[key]}`) }),
      single: true,
    })),
    { keys: ['Tab'], words: t('keys.tab') },
    { keys: ['Esc'], words: t('keys.escape') },
  ];
  return (
    <Modal open title={t('keys.title')} onCancel={onClose} footer={null} width={460}>
      <dl className="q-keys">
        {rows.map(({ keys, words, single }) => (
          <div key={keys.join(' ')} className={single && !on ? 'q-keys-off' : ''}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label className="q-keys-switch">
        <Switch
          size="small"
          checked={on}
          onChange={(next) => {
            singleKeys.set(next);
            setOn(next);
          }}
        />
        {t('keys.single')}
      </label>
    </Modal>
  );
}
