"""Frames in, figures out: Plotly figures in one look, readable in light and dark, by colour-blind eyes, on paper."""
