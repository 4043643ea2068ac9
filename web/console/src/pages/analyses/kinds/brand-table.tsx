import { useTranslation } from 'react-i18next';
import {
  type MentionsParams,
  type MentionsPoint,
  type MentionsResult,
  TONES,
} from '../../../../../../src/modules/analyses/mentions.contract.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import type { FigureProps } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { PersonLink } from '../person-link.tsx';

/** Each brand's mentions, voice and tone, against the period before. */
export function BrandTable({ result, open }: FigureProps<MentionsParams, MentionsResult, MentionsPoint>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-brands">
        <thead>
          <tr>
            {['brand', 'mentions', 'before', 'voice', 'people', ...TONES, 'groups'].map((head) => (
              <th key={head} scope="col">
                {t(`mentions.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.brands.map((brand) => (
            <tr key={brand.brandId}>
              <th scope="row">
                {brand.name} {brand.own ? <span className="q-word">{t('mentions.own')}</span> : null}
              </th>
              <td>
                {brand.mentions > 0 ? (
                  <PeopleLink open={() => open({ brandId: brand.brandId })}>{format.exact(brand.mentions)}</PeopleLink>
                ) : (
                  '0'
                )}
              </td>
              <td>{format.exact(brand.mentionsBefore)}</td>
              <td>{format.share(brand.voice)}</td>
              <td>{format.exact(brand.people)}</td>
              {TONES.map((tone) => (
                <td key={tone}>
                  {brand.tones[tone] > 0 ? (
                    <PeopleLink open={() => open({ brandId: brand.brandId, tone })}>
                      {format.exact(brand.tones[tone])}
                    </PeopleLink>
                  ) : (
                    '0'
                  )}
                </td>
              ))}
              <td className="q-brand-groups">
                {brand.groups.map(({ groupId, group, mentions }) => (
                  <PeopleLink key={groupId} open={() => open({ brandId: brand.brandId, groupId })}>
                    {group} {format.exact(mentions)}
                  </PeopleLink>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Those who talk most about each brand. */
export function Talkers({ result }: { result: MentionsResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-talkers">
      {result.brands
        .filter(({ talkers }) => talkers.length > 0)
        .map((brand) => (
          <section key={brand.brandId}>
            <h3>{brand.name}</h3>
            <ul className="q-people">
              {brand.talkers.slice(0, 5).map(({ memberId, name, mentions }) => (
                <li key={memberId}>
                  <PersonLink
                    memberId={memberId}
                    name={name}
                    aside={t('mentions.times', { count: mentions, shown: format.exact(mentions) })}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}
