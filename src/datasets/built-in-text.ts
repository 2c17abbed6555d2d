/** A text for `text-words` where the user names none. Written for this project. */
export const builtInText = `
The Town That Copied Its Own Map

There was once a town on the edge of the marsh, and the town had a map. The map hung in the hall
above the market, and it was so large that a child could lie across the harbour and still not touch
the hills. Every street was on it, and every lane behind the street, and in the lanes the wells, the
steps, the low doors, the walnut tree, the kennel with the blue roof. Whoever wanted to know the way
went to the hall and looked.

But the marsh was damp, and paper does not love the damp. Each spring the map had to be made new. So
each spring the clerk of the map took a clean sheet, pinned it beside the old one, and began to copy.
The first clerk was a careful woman. She walked the town before she drew it, with ink on her sleeve
and a dog at her heel, and where the old map and the street did not agree, she believed the street.
In her time the map was good.

The second clerk did not like to walk. The old map is here, he said, and the old map is good, and the
street is wet. So he copied the map from the map. He was careful too, in his way. He drew the great
roads first, because they were easy to see, and then the small roads, and when the evening came and
the lamp was low he drew the lanes, as many as he could remember between one look and the next. Most
of the lanes were right. One lane he forgot. It was a short lane behind the tannery, and nobody had
asked for it in a year.

In the next spring he pinned up a new sheet and copied the map that he had made. The lane behind the
tannery was not on it, so it could not be copied. This is the whole of the secret, and it is a small
one: what was lost in one spring could not be found in another, for the clerk looked at the map and
the map looked at nothing. A lane could vanish in an evening. It had no way to come back.

Nobody noticed. People asked the map for the way to the harbour, and the way to the harbour was as
clear as it had ever been. It was even clearer. With the little lanes gone there was more room for
the great ones, and the clerk, who was proud of his hand, drew them a little wider every year. The
visitors said that it was a handsome map, that it was easy to read, that it was the best map they had
seen in any town on that coast. The clerk was given a medal. He hung it beside the map, and in the
spring he copied the medal too.

Then the third clerk came, and the fourth, and the tenth. The kennel went, and the walnut tree, and
the steps by the chapel. The wells went one by one, the far ones before the near ones. Of the three
bridges two were so much alike that a tired eye took them for one, and so they were one. A street of
eleven houses became a street of ten, and then of six, and then a line with a name, and then a line.
Each clerk lost a little and made nothing new, except now and then by a slip of the pen; and a slip
of the pen, once it was on the map, was copied as faithfully as a church.

There was an old woman in the town who sold eels. Her house stood at the end of a lane that had been
gone from the map for thirty years. One morning her roof took fire, and the men with the buckets ran
to the hall to see the way. They looked for a long time. There is no such lane, they said, and
because they were honest men they went home. The old woman put the fire out herself, with the water
of a well that did not exist. In the afternoon she walked to the hall with soot on her face, and she
stood before the map, and she laughed until she had to sit down.

You have drawn a town for people who are never lost, she said to the clerk. Everything on it is true,
and it is not the town.

The clerk of that time was young, and she had not yet had a medal. What should I do? she asked. I
cannot walk the whole town every spring. It is too large, and I am one.

Then do not walk the whole of it, said the old woman. Walk a tenth. Take one street in ten, and not
the same street as last year, and put down what you see. A map that looks out of the window a little
is not the same as a map that never looks. And keep the oldest sheet, if there is any of it left. Do
not throw away the first map because the new one is prettier. Pin it where you can see it, and when
you copy, copy from both.

They went down to the cellar together. Under the benches they found the first sheet, or the greater
part of it, with a mouse's nest where the harbour had been. The young clerk carried it up into the
light. There was the kennel with the blue roof. There were the three bridges, and the steps, and the
lane behind the tannery, thin as a hair and perfectly clear. Some of the houses on that sheet had
fallen down long ago, and some that stood were not on it. It was not the town either. But it had been
drawn by somebody who had looked.

From that spring on the clerk walked her tenth with a dog at her heel. Some years she lost a lane,
and some years she found one. The map never became as good as the first, and it never again became as
smooth as the last. It was a little crowded and a little worn, and strangers complained that it was
hard to read. The people of the town did not complain. They found their wells on it, and their doors,
and now and then, in a corner, something small and odd that they had believed only they remembered.

As for the handsome map with the wide roads, it hangs in the hall to this day, on the other wall.
Children are brought to see it. They stand in front of it and look for their own house, and then for
their street, and then for the hill behind the street; and when they have found the harbour, which
everyone finds, they are told to turn around.

A copy remembers what is common, the teacher says, and a copy of a copy remembers what is commonest.
If you ask it often enough it will tell you one thing only, and it will be quite sure. So when
somebody shows you a very clear picture of the world, ask when they last went out to look. Ask what
was in the lanes. And ask it early, while there is still a lane to ask about, since the snake that
eats its own tail does not go hungry at first. For a while it is the best fed snake in the marsh.
`.trim();
