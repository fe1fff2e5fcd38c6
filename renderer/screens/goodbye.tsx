import { Footer, Scene } from '../parts/page.tsx';
import { SignPicture, TakeCardPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function Goodbye({ body }: ScreenProps<'goodbye'>) {
  const t = text.value;
  const { cardOnReader, receiptPrinted } = body;
  const takeBoth = receiptPrinted ? t.goodbye.both : t.goodbye.card;
  const takeRest = receiptPrinted ? t.goodbye.receipt : t.goodbye.lead;
  return (
    <Scene
      picture={cardOnReader ? <TakeCardPicture /> : <SignPicture sign="good" />}
      title={cardOnReader ? t.goodbye.title : t.goodbye.titleDone}
      lead={cardOnReader ? takeBoth : takeRest}
      footer={<Footer nextLabel={t.common.finish} />}
    />
  );
}
