import { Yen } from '../parts/amount.tsx';
import { Figure } from '../parts/figure.tsx';
import { Footer, Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function SettledEarlier({ body }: ScreenProps<'settled-earlier'>) {
  const t = text.value;
  const written = body.outcome === 'written';
  return (
    <Scene
      picture={<SignPicture sign={written ? 'good' : 'care'} />}
      title={written ? t.settled.titleWritten : t.settled.titleVoided}
      lead={
        written ? t.settled.written(format.value.yen(body.charge)) : t.settled.voided(format.value.points(body.charge))
      }
      footer={<Footer />}
    >
      <dl class="figures rows">
        <Figure label={t.settled.balance} strong>
          <Yen value={body.balanceYen} big />
        </Figure>
      </dl>
    </Scene>
  );
}
