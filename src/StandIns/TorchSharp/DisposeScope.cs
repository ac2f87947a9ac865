namespace TorchSharp;

/// <summary>Disposes the tensors that the current thread made since the scope began, but those that were moved out.</summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? current;

    private readonly HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);
    private readonly DisposeScope? _outer;
    private bool _disposed;

    internal DisposeScope()
    {
        _outer = current;
        current = this;
    }

    public int DisposablesCount => _disposables.Count;

    /// <summary>The scope of the thread, null when there is none.</summary>
    internal static DisposeScope? Current => current;

    internal DisposeScope? Outer => _outer;

    public bool Contains(IDisposable disposable) => _disposables.Contains(disposable);

    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        Move(disposable, _outer);
        return disposable;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        IDisposable[] left = [.. _disposables];
        _disposables.Clear();
        foreach (IDisposable disposable in left)
        {
            if (disposable is torch.Tensor tensor)
                tensor.Scope = null;
            disposable.Dispose();
        }
        if (current == this)
            current = _outer;
    }

    internal void Add(torch.Tensor tensor)
    {
        _disposables.Add(tensor);
        tensor.Scope = this;
    }

    internal void Forget(torch.Tensor tensor) => _disposables.Remove(tensor);

    private void Move(IDisposable disposable, DisposeScope? to)
    {
        if (disposable is torch.Tensor tensor)
            tensor.MoveTo(to);
        else if (_disposables.Remove(disposable))
            to?._disposables.Add(disposable);
    }
}
