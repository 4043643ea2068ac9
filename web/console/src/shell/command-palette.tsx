import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../src/modules/communities/contract.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { memberHits } from '../api/members.ts';
import { useCommands, type Command } from './use-commands.tsx';
import { useReturnFocus } from './use-return-focus.ts';
import './palette.css';

/** Any member, page or action by name; arrows and Enter. */
export function CommandPalette({ community, onClose }: { community: Community | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  useReturnFocus();
  const [q, setQ] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const groups = useGroups(community, q, onClose);
  const flat = groups.flatMap(({ commands }) => commands);
  const current = flat[Math.min(at, flat.length - 1)];
  useEffect(() => setAt(0), [q]);
  useEffect(() => {
    // Braces: scrolling methods answer with a promise in newer browsers, which is no clean-up.
    void list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((flat.length + Math.min(at, flat.length - 1) + step) % Math.max(1, flat.length));
    } else if (event.key === 'Enter' && current) {
      event.preventDefault();
      current.run();
    }
  };

  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={560}
      style={{ top: '12vh' }}
      styles={{ container: { padding: 0 }, header: { display: 'contents' } }}
      title={<span className="q-hidden">{t('palette.title')}</span>}
    >
      <div className="q-palette">
        <input
          className="q-palette-input"
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={q}
          ref={(input) => input?.focus()}
          onChange={(event) => setQ(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div role="listbox" id={listId} ref={list} className="q-palette-list" aria-label={t('palette.title')}>
          {groups.map(({ title, commands }) =>
            commands.length ? (
              <div key={title} role="group" aria-label={title}>
                <div className="q-palette-title" aria-hidden>
                  {title}
                </div>
                {commands.map((command) => (
                  <div
                    key={command.id}
                    id={`${listId}-${command.id}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={command === current}
                    className="q-palette-item"
                    onMouseMove={() => setAt(flat.indexOf(command))}
                    onClick={command.run}
                  >
                    {command.icon}
                    <span className="q-palette-label">{command.label}</span>
                    {command.extra ? <span className="q-faint q-small">{command.extra}</span> : null}
                  </div>
                ))}
              </div>
            ) : null,
          )}
          {flat.length === 0 ? <p className="q-palette-none">{t('palette.nothing', { q })}</p> : null}
        </div>
        <p className="q-palette-foot">{t('palette.hint')}</p>
      </div>
    </Modal>
  );
}

function useGroups(
  community: Community | undefined,
  q: string,
  onClose: () => void,
): { title: string; commands: Command[] }[] {
  const { t } = useTranslation();
  const wanted = useDeferredValue(q.trim());
  const { data: hits } = useQuery({
    ...memberHits(community?.id ?? '', wanted),
    enabled: Boolean(community && wanted),
    placeholderData: (before) => before,
  });
  const { pages, actions, communities, openMember, searchMembers } = useCommands(community, onClose);
  const matches = ({ label, words }: Command) =>
    !wanted || `${label} ${words ?? ''}`.toLowerCase().includes(wanted.toLowerCase());
  const members =
    wanted && hits
      ? hits.rows.map((row) => ({
          id: `member-${row.memberId}`,
          label: row.name,
          icon: <Avatar name={row.name} id={row.memberId} size={22} />,
          run: () => openMember(row.memberId),
        }))
      : [];
  return [
    { title: t('palette.members'), commands: members },
    { title: t('palette.pages'), commands: pages.filter(matches) },
    { title: t('palette.communities'), commands: communities.filter(matches) },
    { title: t('palette.actions'), commands: actions.filter(matches) },
    // Last: whatever else matches is more likely meant.
    { title: t('palette.more'), commands: wanted && community ? [searchMembers(wanted)] : [] },
  ];
}
