from pathlib import Path

x = Path('é') / 'b'
