import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../../../ui/states.tsx';
import type { ImportPeople } from '../../api/sign-in-sheets.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { chosenMember, personKey, sameAccount } from './sheet-options.ts';

type Person = ImportPeople['people'][number];

/** Who the people of the sheet are: members of the same id are proposed, those of the same name only offered. */
export function SheetPeople(props: {
  people: readonly Person[] | undefined;
  error: unknown;
  chosen: Readonly<Record<string, string>>;
  onChoose: (key: string, memberId: string) => void;
}) {
  const { people, error, chosen, onChoose } = props;
  const { t } = useTranslation();
  return (
    <section className="q-panel">
      <div>
        <h2>{t('sheet.people')}</h2>
        <p className="q-faint">{t('sheet.peopleLead')}</p>
      </div>
      {error ? (
        <ErrorNotice error={error} />
      ) : !people ? (
        <Skeleton rows={5} height={24} />
      ) : (
        <div className="q-table-scroll">
          <table className="q-table q-table-start q-sheet-people">
            <thead>
              <tr>
                <th scope="col">{t('sheet.person')}</th>
                <th scope="col">{t('sheet.times')}</th>
                <th scope="col">{t('sheet.match')}</th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <tr key={personKey(person)}>
                  <th scope="row">
                    {person.name ?? person.member}
                    {person.name && !person.member.startsWith('name:') ? (
                      <small className="q-faint"> {person.member}</small>
                    ) : null}
                  </th>
                  <td>{person.events}</td>
                  <td>
                    <Match
                      person={person}
                      value={chosenMember(person, chosen)}
                      onChange={(memberId) => onChoose(personKey(person), memberId)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Match(props: { person: Person; value: string; onChange: (memberId: string) => void }) {
  const { person, value, onChange } = props;
  const { t } = useTranslation();
  const same = sameAccount(person);
  if (same) return <span className="q-soft">{`${same.name || person.member} · ${t('sheet.same')}`}</span>;
  if (person.matches.length === 0) return <span className="q-faint">{t('sheet.newMember')}</span>;
  return (
    <Select
      aria-label={t('sheet.matchOf', { name: person.name ?? person.member })}
      value={value}
      options={[
        { value: '', label: t('sheet.newMember') },
        ...person.matches.map(({ memberId, name, platform, by }) => ({
          value: memberId,
          label: t(by === 'id' ? 'sheet.byId' : 'sheet.byName', {
            name: name || memberId,
            platform: t(`platform.${platform}`, { defaultValue: platform }),
          }),
        })),
      ]}
      onChange={onChange}
    />
  );
}
