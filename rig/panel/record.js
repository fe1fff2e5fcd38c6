// One button: begins a recording, and a second touch saves it as a scenario (docs/scenarios.md).

const place = document.getElementById('record');
const button = document.createElement('button');
button.type = 'button';
button.className = 'small';
button.textContent = 'Record';
button.setAttribute('aria-pressed', 'false');
place?.append(button);

const isRecording = () => button.getAttribute('aria-pressed') === 'true';

button.addEventListener('click', async () => {
  if (isRecording()) {
    // A download: the page stays where it is.
    location.assign('/rig/recording');
  } else {
    const begun = await fetch('/rig/recording', { method: 'POST' }).catch(() => null);
    if (!begun?.ok) return;
  }
  button.setAttribute('aria-pressed', String(!isRecording()));
  button.textContent = isRecording() ? 'Save the scenario' : 'Record';
});
