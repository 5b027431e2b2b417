import { Empty } from '../ui/states';
import { words } from '../words/words';
import { hrefOf } from './router';

export function NotFound() {
  const { title, text, home } = words().notFound;
  return (
    <Empty title={title} action={<a href={hrefOf('/')}>{home}</a>}>
      {text}
    </Empty>
  );
}
