import { ApiOutlined, RobotOutlined, UserOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../../../src/modules/identity/contract.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { actionName, subjectName } from './action-name.ts';
import { ChangedFields } from './changed-fields.tsx';

/** Entries, newest first: who, what, on what; open one for what it was before and after. */
export function AuditList(props: { entries: readonly AuditEntry[]; onSubject: (id: string) => void }) {
  return (
    <ol className="q-audit">
      {props.entries.map((entry) => (
        <AuditRow key={entry.id} entry={entry} onSubject={props.onSubject} />
      ))}
    </ol>
  );
}

function AuditRow({ entry, onSubject }: { entry: AuditEntry; onSubject: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { subject, actor } = entry;
  const nobody = actor.kind === 'system' || actor.kind === 'member' ? actor.kind : 'gone';
  const who = actor.name ?? t(`audit.${nobody}`);
  const id = subject.id;
  const what = subject.label ?? id ?? t('audit.erased');
  const changes =
    Boolean(entry.before && Object.keys(entry.before).length) ||
    Boolean(entry.after && Object.keys(entry.after).length);
  return (
    <li>
      {actor.kind === 'operator' ? (
        <Avatar name={who} id={actor.id ?? who} size={28} />
      ) : (
        <span className="q-audit-machine" aria-hidden>
          {actor.kind === 'token' ? <ApiOutlined /> : actor.kind === 'member' ? <UserOutlined /> : <RobotOutlined />}
        </span>
      )}
      <div className="q-audit-what">
        <p>
          <strong>{actor.kind === 'token' ? t('audit.token', { name: who }) : who}</strong>{' '}
          {actionName(entry.action, t)}
          {' · '}
          <span className="q-faint">{subjectName(subject.kind, t)}</span>{' '}
          {id === null ? (
            <span className="q-faint">{t('audit.erased')}</span>
          ) : (
            <button type="button" className="q-audit-subject" title={t('audit.onlyThis')} onClick={() => onSubject(id)}>
              {what}
            </button>
          )}
        </p>
        {entry.erased ? <p className="q-faint">{t('audit.erasedDetail')}</p> : null}
        {changes ? (
          <details>
            <summary>{t('audit.changes')}</summary>
            <ChangedFields before={entry.before} after={entry.after} />
          </details>
        ) : null}
      </div>
      <time dateTime={entry.at} title={format.instant(entry.at)}>
        {format.relative(entry.at)}
      </time>
    </li>
  );
}
