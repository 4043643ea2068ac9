import { Button, Popconfirm, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LibraryPlay } from '../../../../../src/modules/playbooks/library.contract.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { acceptPlay, changePlay, resetPlay } from '../../api/plays.ts';
import { changesOf } from './changes-of.ts';
import { useConditionWords } from './situation-editor.tsx';
import { useLanguage, usePlayChange } from './use-plays.ts';

interface ItemProps {
  play: LibraryPlay;
  underWay: boolean;
  mayManage: boolean;
  onEdit: () => void;
}

/** One play of the library: what it is, when it is proposed, its steps, and what may be done with it. */
export function LibraryItem({ play, underWay, mayManage, onEdit }: ItemProps) {
  const { t } = useTranslation();
  const words = useWords();
  const language = useLanguage();
  const said = useConditionWords();
  const { name, how, steps, effect } = play.words[language];
  const { stages, types, when } = play.situation;
  const situation = [
    stages.map(words.stage).join(t('playbook.or')),
    types.map((type) => t(`playbook.type.${type}`)).join(t('playbook.or')),
    ...when.map(said),
  ].filter(Boolean);
  return (
    <li className={play.off ? 'q-play-off' : undefined}>
      <details>
        <summary>
          <b>{name}</b>
          {play.own ? <Tag>{t('playbook.own')}</Tag> : null}
          {play.changed && !play.own ? <Tag>{t('playbook.changed')}</Tag> : null}
          {play.off ? <Tag>{t('playbook.off')}</Tag> : null}
          <span className="q-soft">{how}</span>
        </summary>
        <dl className="q-play-facts">
          <dt>{t('playbook.situation')}</dt>
          <dd>{situation.join(' · ') || t('playbook.always')}</dd>
          <dt>{t('playbook.steps')}</dt>
          <dd>
            <ol className="q-play-steps">
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </dd>
          <dt>{t('playbook.effect')}</dt>
          <dd>{effect}</dd>
          <dt>{t('playbook.metricField')}</dt>
          <dd>
            {words.metric(play.metric)} · {t('playbook.weeks', { count: play.reviewWeeks })}
          </dd>
        </dl>
        {mayManage ? <Actions play={play} underWay={underWay} onEdit={onEdit} /> : null}
      </details>
    </li>
  );
}

function Actions({ play, underWay, onEdit }: Omit<ItemProps, 'mayManage'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const accept = usePlayChange((community, id: string) => acceptPlay(community, id, language), t('playbook.accepted'));
  const { situation, metric, reviewWeeks } = play;
  const turn = usePlayChange((community, off: boolean) =>
    changePlay(
      community,
      play.id,
      changesOf(play, { words: play.words[language], situation, metric, reviewWeeks }, language, off),
    ),
  );
  const reset = usePlayChange(resetPlay);
  return (
    <div className="q-play-actions">
      {play.own || play.changed ? (
        <Popconfirm
          title={t(play.own ? 'playbook.removeSure' : 'playbook.resetSure')}
          okText={t(play.own ? 'playbook.remove' : 'playbook.reset')}
          cancelText={t('form.cancel')}
          onConfirm={() => reset.mutate(play.id)}
        >
          <Button size="small" danger={play.own}>
            {t(play.own ? 'playbook.remove' : 'playbook.reset')}
          </Button>
        </Popconfirm>
      ) : null}
      <Button size="small" loading={turn.isPending} onClick={() => turn.mutate(!play.off)}>
        {t(play.off ? 'playbook.turnOn' : 'playbook.turnOff')}
      </Button>
      <Button size="small" onClick={onEdit}>
        {t('playbook.edit')}
      </Button>
      <Button
        size="small"
        type="primary"
        disabled={underWay}
        loading={accept.isPending}
        onClick={() => accept.mutate(play.id)}
      >
        {t('playbook.accept')}
      </Button>
    </div>
  );
}
