"""Writes opt.safetensors and opt.json: what Hugging Face's OPTForCausalLM makes of given weights.

    pip install torch==2.13.0 transformers==5.23.0 safetensors==0.8.0
    python tests/golden/opt.py

Names and shapes of the weights are those of src/transformer/shape.ts: matrices are [in, out], and
queries, keys and values lie side by side. In the file `weights.*` is what everything starts from,
`gradients.*` belongs to the loss of the first batch, and `trained.*` comes after all batches.
"""

import json
from pathlib import Path

import safetensors
import safetensors.torch
import torch
import transformers

HERE = Path(__file__).parent
VOCABULARY, CONTEXT, WIDTH, HEADS, LAYERS, INNER = 61, 32, 24, 3, 2, 40
BATCH, LENGTH, STEPS = 3, 11, 20
PROMPTS, PROMPT_LENGTH, NEW_TOKENS, BEAMS = 3, 8, 12, 5
ADAMW = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.01}

GENERATIONS = {
    "greedy": {},
    "greedy-penalties": {"repetition_penalty": 1.3, "no_repeat_ngram_size": 2},
    "beams": {"num_beams": BEAMS},
    "beams-repetition": {"num_beams": BEAMS, "repetition_penalty": 3.0},
    "beams-no-repeat": {"num_beams": BEAMS, "no_repeat_ngram_size": 2},
    "beams-length": {"num_beams": BEAMS, "length_penalty": 2.0},
    "beams-all": {
        "num_beams": BEAMS,
        "repetition_penalty": 1.3,
        "no_repeat_ngram_size": 3,
        "length_penalty": 0.5,
    },
}


def make_model(dtype=torch.float32):
    """An OPT whose every weight is random: none is zero or one, as after real training."""
    config = transformers.OPTConfig(
        vocab_size=VOCABULARY,
        max_position_embeddings=CONTEXT,
        hidden_size=WIDTH,
        word_embed_proj_dim=WIDTH,
        num_attention_heads=HEADS,
        num_hidden_layers=LAYERS,
        ffn_dim=INNER,
        do_layer_norm_before=True,
        dropout=0.0,
        attention_dropout=0.0,
        layerdrop=0.0,
        pad_token_id=None,
        bos_token_id=None,
        eos_token_id=None,
        attn_implementation="eager",
    )
    model = transformers.OPTForCausalLM(config)
    random = torch.Generator().manual_seed(4)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            is_scale = "norm.weight" in name
            deviation = 0.35 if parameter.ndim == 2 else 0.1
            noise = torch.randn(parameter.shape, generator=random) * deviation
            parameter.copy_(noise + 1 if is_scale else noise)
    return model.to(dtype)


def ours(model, of=lambda parameter: parameter.detach()):
    """Parameters, or what `of` takes from them, by our names and in our layout."""
    their = {name: of(parameter) for name, parameter in model.named_parameters()}
    at = lambda name: their[f"model.decoder.{name}"]
    named = {"embedding": at("embed_tokens.weight"), "positions": at("embed_positions.weight")}

    def norm(name, source):
        named[f"{name}.scale"] = at(f"{source}.weight")
        named[f"{name}.bias"] = at(f"{source}.bias")

    for i in range(LAYERS):
        layer, mine = f"layers.{i}", f"layer{i}"
        norm(f"{mine}.norm1", f"{layer}.self_attn_layer_norm")
        qkv = [f"{layer}.self_attn.{part}_proj" for part in "qkv"]
        named[f"{mine}.qkv.weight"] = torch.cat([at(f"{part}.weight").T for part in qkv], dim=1)
        named[f"{mine}.qkv.bias"] = torch.cat([at(f"{part}.bias") for part in qkv])
        norm(f"{mine}.norm2", f"{layer}.final_layer_norm")
        for part, source in [("out", "self_attn.out_proj"), ("up", "fc1"), ("down", "fc2")]:
            named[f"{mine}.{part}.weight"] = at(f"{layer}.{source}.weight").T
            named[f"{mine}.{part}.bias"] = at(f"{layer}.{source}.bias")
    norm("norm", "final_layer_norm")
    return {name: value.clone().contiguous() for name, value in named.items()}


def generate(model, prompts):
    texts = {}
    for name, options in GENERATIONS.items():
        lengths = {"min_new_tokens": NEW_TOKENS, "max_new_tokens": NEW_TOKENS}
        made = model.generate(
            prompts,
            attention_mask=torch.ones_like(prompts),
            do_sample=False,
            **lengths,
            **options,
        )
        texts[name] = made[:, PROMPT_LENGTH:].tolist()
    return texts


def main():
    torch.set_num_threads(1)
    random = torch.Generator().manual_seed(5)
    draw = lambda *shape: torch.randint(VOCABULARY, shape, generator=random)
    batches, prompts = draw(STEPS, BATCH, LENGTH), draw(PROMPTS, PROMPT_LENGTH)

    model = make_model().eval()
    tensors = {f"weights.{name}": value for name, value in ours(model).items()}
    texts = generate(model, prompts)
    # A choice that rounding could turn would make no golden file.
    assert texts == generate(make_model(torch.float64).eval(), prompts)

    optimizer = torch.optim.AdamW(model.parameters(), **ADAMW)
    losses = []
    for step, batch in enumerate(batches):
        optimizer.zero_grad()
        out = model(batch, labels=batch)
        out.loss.backward()
        if step == 0:
            tensors["logits"] = out.logits.detach().contiguous()
            gradients = ours(model, lambda parameter: parameter.grad)
            tensors |= {f"gradients.{name}": value for name, value in gradients.items()}
        losses.append(out.loss.item())
        optimizer.step()
    tensors |= {f"trained.{name}": value for name, value in ours(model).items()}

    safetensors.torch.save_file(tensors, HERE / "opt.safetensors")
    facts = {
        "versions": {
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "safetensors": safetensors.__version__,
        },
        "shape": {
            "vocabulary": VOCABULARY,
            "context": CONTEXT,
            "width": WIDTH,
            "layers": LAYERS,
            "heads": HEADS,
            "inner": INNER,
        },
        "adamw": ADAMW,
        "newTokens": NEW_TOKENS,
        "strategies": GENERATIONS,
        "losses": losses,
        "batches": batches.tolist(),
        "prompts": prompts.tolist(),
        "continuations": texts,
    }
    (HERE / "opt.json").write_text(json.dumps(facts) + "\n")


if __name__ == "__main__":
    main()
