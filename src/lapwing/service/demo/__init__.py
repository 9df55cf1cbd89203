"""The demo: pictures made by procedure, altered as uploaders do, and a page that shows what was found."""
