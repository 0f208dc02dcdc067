/* What the browser does by itself, so that a slow line is not felt: placeholder until the form script lands. */
